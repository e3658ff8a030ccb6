import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { keepNewest, noteUse } from './newest.ts';
import { hashOfSources } from './source-hash.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The path of the bundle of all workflow code, built when the sources changed since the last time (about 4 s) and else found
 * in .cache/workflows by the hash of its sources. Workers start from it, tests and replays too. `traced`: with the interceptors
 * that hand OpenTelemetry's spans on; `interceptors`: with those of this file as well.
 */
export async function workflowBundle({ traced = false, interceptors = '' } = {}): Promise<string> {
  const sources = ['workflows', 'domain', 'package-lock.json', 'bin/workflow-bundle.ts'];
  const hash = await hashOfSources(root, interceptors ? [...sources, interceptors] : sources);
  const folder = join(root, '.cache/workflows');
  const path = join(folder, `${hash}${traced ? '-traced' : ''}.js`);
  if (existsSync(path)) {
    await noteUse(path);
    return path;
  }
  const spans = createRequire(import.meta.url).resolve(
    '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors',
  );
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows/index.ts'),
    workflowInterceptorModules: [...(traced ? [spans] : []), ...(interceptors ? [join(root, interceptors)] : [])],
    logger: quiet,
  });
  await mkdir(folder, { recursive: true });
  // Written aside and renamed: several processes may build it at once, and none may read half a file.
  const draft = join(folder, `${randomUUID()}.draft`);
  await writeFile(draft, code);
  await rename(draft, path);
  await keepNewest(folder, 6);
  return path;
}

const ignore = (): void => {};
const quiet = { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: console.warn, error: console.error };
