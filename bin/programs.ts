import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, transform } from 'esbuild';
import { keepInUse, keepNewest } from './newest.ts';
import { hashOfSources } from './source-hash.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const sources = [
  'activities',
  'api',
  'bin',
  'db',
  'domain',
  'mail',
  'models',
  'workflows',
  'package-lock.json',
  'tsconfig.json',
];
const names = ['api', 'mailbox', 'migrate', 'provision', 'secret', 'worker'] as const;

/** A process of the platform that is built into one file. */
export type ProgramName = (typeof names)[number];

/**
 * The folder of all programs, built where the sources changed since the last time (about 2 s) and else found in .cache/programs by the
 * hash of its sources. What is built begins in half the time of what is read file by file: docs/decisions/0324-built-programs.md.
 */
export function programs(): Promise<string> {
  return (found ??= findOrBuild());
}

/** One answer a process: what it runs does not change under it. */
let found: Promise<string> | undefined;

async function findOrBuild(): Promise<string> {
  const hash = await hashOfSources(root, sources);
  const all = join(root, '.cache/programs');
  const folder = join(all, hash);
  if (existsSync(folder)) {
    await keepInUse(folder);
    return folder;
  }
  // Built aside and renamed: several may build at once, and none may start half a program.
  const draft = join(all, `${randomUUID()}.draft`);
  try {
    await build(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Somebody else was there first, with the same.
    if (!existsSync(folder)) throw error;
  }
  await keepInUse(folder);
  await keepNewest(all, 5);
  return folder;
}

async function build(outdir: string): Promise<void> {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: names.map((name) => join(root, 'bin', `${name}.ts`)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Libraries stay as they are: some find their own files by where they lie. They are all read before the first line of ours, as zod is
    // by what lends it its words for OpenAPI; code shared in files of its own would be read before that.
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [sourcesOfOurs(outdir, esbuild.transform)],
  });
}

/** The built file of one of them, to be run by node as it is. */
export async function program(name: ProgramName): Promise<string> {
  return join(await programs(), `${name}.js`);
}

/**
 * What of a source would not be the same in one file. One that asks where it lies is told where its source lies: beside it are migrations,
 * styles and what is built. And a workflow is started by the name of its function, which another would get where something else has the
 * same: those of workflows are kept, and only they, because every function within a function would have to be named each time it is made.
 */
function sourcesOfOurs(folder: string, compile: typeof transform): Plugin {
  const workflows = join(root, 'workflows', '/');
  return {
    name: 'sources-of-ours',
    setup: (build) => {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (path.startsWith(workflows)) {
          const named = await compile(text, { loader: 'ts', keepNames: true, sourcefile: path, sourcemap: 'inline' });
          return { contents: named.code, loader: 'js' };
        }
        if (!text.includes('import.meta.url')) return null;
        const place = `new URL(${JSON.stringify(relative(folder, path))}, import.meta.url).href`;
        return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' };
      });
    },
  };
}
