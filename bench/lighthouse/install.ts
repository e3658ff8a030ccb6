import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
 * on each machine that runs the tests, and they do without it. Throws where it cannot be installed; why, npm has said by then.
 */
export async function loadLighthouse(): Promise<Lighthouse> {
  if (!existsSync(`${folder}node_modules/lighthouse`)) {
    console.error('Installing Lighthouse, for this measurement alone …');
    // What it says goes where figures do not.
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', process.stderr, 'inherit'],
    });
  }
  const file = createRequire(import.meta.url).resolve('lighthouse', { paths: [folder] });
  return ((await import(pathToFileURL(file).href)) as { default: Lighthouse }).default;
}
