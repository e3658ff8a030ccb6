import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs } from './programs.ts';
import { run } from './run.ts';
import { hashOfSources } from './source-hash.ts';
import { workflowBundle } from './workflow-bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

// Builds what is built: the UI into dist/ui, the processes into dist/programs and the workflow bundle. What has not changed since the last time is left as it is.
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
  await point(join(root, 'dist/programs'), await programs());
  process.send?.('ready');
});

/** Makes `link` lead to `folder`, in one step: whoever reads it meanwhile finds the old one or the new one. */
async function point(link: string, folder: string): Promise<void> {
  // Two may build at once: each has a draft of its own.
  const draft = `${link}.${randomUUID()}`;
  await symlink(relative(dirname(link), folder), draft);
  await rename(draft, link);
}
