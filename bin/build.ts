import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';
import { hashOfSources } from './source-hash.ts';
import { workflowBundle } from './workflow-bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

// Builds what is built: the UI into dist/ui and the workflow bundle. What has not changed since the last time is left as it is.
await run(async () => {
  const stamp = join(root, 'dist/ui/.built-from');
  const hash = await hashOfSources(root, ['ui', 'domain', 'package-lock.json']);
  const built = existsSync(stamp) ? await readFile(stamp, 'utf8') : '';
  if (built !== hash) {
    const { build } = await import('vite');
    await build({ configFile: join(root, 'ui/vite.config.ts'), logLevel: 'warn' });
    await writeFile(stamp, hash);
  }
  await workflowBundle();
  process.send?.('ready');
});
