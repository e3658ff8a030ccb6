import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** What is read of a page's report. */
export interface Report {
  lhr: {
    categories: Record<string, { score: number | null }>;
    audits: Record<string, { numericValue?: number }>;
  };
}

/** Measures a page in the browser that listens on `port`; undefined where it gives no report. */
export type Lighthouse = (
  url: string,
  settings: { port: number } & Record<string, unknown>,
) => Promise<Report | undefined>;

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Lighthouse, installed beside this file where it is not yet: with what it brings it is a tenth of all that the product would install,
 * on each machine that runs the tests, and they do without it. Throws what npm says where it cannot be installed.
 */
export async function loadLighthouse(): Promise<Lighthouse> {
  if (!existsSync(`${folder}node_modules/lighthouse`)) {
    console.error('Installing Lighthouse, for this measurement alone …');
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  }
  const file = createRequire(import.meta.url).resolve('lighthouse', { paths: [folder] });
  return ((await import(pathToFileURL(file).href)) as { default: Lighthouse }).default;
}
