import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { firstFile } from './chunks.ts';
import { firstReads, readsOfFrame } from './src/lib/first-reads.ts';
import { paths, type PathName } from './src/lib/paths.ts';

interface Chunk {
  type: 'chunk';
  fileName: string;
  name: string;
  imports: string[];
  facadeModuleId: string | null;
}

// The rail has the settings by themselves: who opens one of them sees them at once.
const besides: readonly { under: string; module: string }[] = [
  { under: '/settings/', module: 'frame/settings-links.svelte' },
];
const routes = fileURLToPath(new URL('src/lib/routes.ts', import.meta.url));

/**
 * Writes `pages.json`: the scripts of the page at each address, beyond those of the entry, and what it reads first of the API.
 * Whoever serves a page names the scripts in its head, so that they are fetched beside the entry and not after it, and brings the
 * answers with it.
 */
export function pageFiles(): Plugin {
  return {
    name: 'page-files',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? [[file.fileName, file as Chunk] as const] : [],
        ),
      );
      const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
        if (seen.has(name)) return seen;
        seen.add(name);
        for (const next of chunks.get(name)?.imports ?? []) filesOf(next, seen);
        return seen;
      };
      const entry = [...chunks.values()].find(({ name }) => name === firstFile);
      const ofEntry = filesOf(entry?.fileName ?? '');
      const pages: Record<string, { scripts: string[]; always: readonly string[]; reads: readonly string[] }> = {};
      for (const [, name, module] of (await readFile(routes, 'utf8')).matchAll(
        /^ {2}(\w+): .*import\('\.\.\/(.+)'\)/gm,
      )) {
        const path = paths[name as PathName];
        const own = [
          module,
          ...besides.filter(({ under }) => path.startsWith(under)).map(({ module: other }) => other),
        ];
        const files = new Set<string>();
        for (const file of own) {
          const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/${file}`));
          if (!chunk) return this.error(`${file} has no file of its own`);
          filesOf(chunk.fileName, files);
        }
        pages[path] = {
          scripts: [...files].filter((file) => !ofEntry.has(file)),
          always: readsOfFrame(name as PathName),
          reads: firstReads[name as PathName] ?? [],
        };
      }
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(pages) });
    },
  };
}
