import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { firstFile } from './chunks.ts';

interface Chunk {
  type: 'chunk';
  code: string;
  fileName: string;
  name: string;
  isEntry: boolean;
  imports: string[];
  facadeModuleId: string | null;
}

interface Limits {
  entryKilobytes: number;
  routeKilobytes: number;
  /** Pages that must stand at once, on a phone too, have a limit of their own. */
  first: { pages: readonly string[]; kilobytes: number };
  /** Pages in which one designs messages carry an editor, and may weigh more. */
  editor: { pages: readonly string[]; kilobytes: number };
}

/** Fails the build when the JavaScript of the first screen, or what a route adds to it, is more than its limit (kB gzip). */
export function sizeGate(limits: Limits): Plugin {
  return {
    name: 'size-gate',
    apply: 'build',
    writeBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? [[file.fileName, file as Chunk] as const] : [],
        ),
      );
      const closure = (fileName: string, seen = new Set<string>()): Set<string> => {
        const chunk = chunks.get(fileName);
        if (!chunk || seen.has(fileName)) return seen;
        seen.add(fileName);
        for (const next of chunk.imports) closure(next, seen);
        return seen;
      };
      const kilobytes = (names: Iterable<string>): number =>
        [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0) / 1000;
      // Where the document names the file of the first screen itself, nothing stands before it.
      const entry =
        [...chunks.values()].find((chunk) => chunk.isEntry) ??
        [...chunks.values()].find(({ name }) => name === firstFile);
      if (!entry) return this.error('the build has no entry');
      const entryFiles = closure(entry.fileName);
      const entrySize = kilobytes(entryFiles);
      const routes = [...chunks.values()]
        .filter((chunk) => chunk.facadeModuleId?.endsWith('-page.svelte'))
        .map((chunk) => ({
          name: chunk.facadeModuleId?.split('/').slice(-2).join('/') ?? chunk.fileName,
          size: kilobytes([...closure(chunk.fileName)].filter((name) => !entryFiles.has(name))),
        }))
        .sort((a, b) => b.size - a.size);
      const heaviest = routes.slice(0, 3).map(({ name, size }) => `${name} +${size.toFixed(1)} kB`);
      console.log(`entry ${entrySize.toFixed(1)} kB gzip; heaviest routes: ${heaviest.join(', ')}`);
      const limitOf = (name: string): number =>
        [limits.first, limits.editor].find(({ pages }) => pages.includes(name))?.kilobytes ?? limits.routeKilobytes;
      const tooBig = routes.filter(({ name, size }) => size > limitOf(name));
      if (entrySize > limits.entryKilobytes) {
        this.error(`the entry has ${entrySize.toFixed(1)} kB gzip, more than ${limits.entryKilobytes}`);
      }
      if (tooBig.length > 0) {
        this.error(
          `too much JavaScript (kB gzip): ${tooBig.map(({ name, size }) => `${name} ${size.toFixed(1)} of ${limitOf(name)}`).join(', ')}`,
        );
      }
    },
  };
}
