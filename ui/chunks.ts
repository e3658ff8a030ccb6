import { fileURLToPath } from 'node:url';

interface Context {
  getModuleInfo: (id: string) => { importedIds: string[]; dynamicImporters: string[]; importers: string[] } | null;
}

const entry = fileURLToPath(new URL('src/main.ts', import.meta.url));
const isShared = /\/ui\/src\/lib\/|\/node_modules\/(@lucide|@tanstack|svelte)\//;

/**
 * What several pages share goes into one file, `kit`: a file for each button and icon would be forty requests before a page stands.
 * What the first screen needs stays with it. The schema library is a file of its own, for the pages that check what people write.
 */
export function chunkOf(): {
  groups: { name: (id: string, context: Context) => string | null; minShareCount?: number }[];
} {
  let ofEntry: Set<string> | undefined;
  return {
    groups: [
      { name: (id) => (/\/node_modules\/zod\//.test(id) ? 'zod' : null) },
      {
        name: (id, context) => {
          ofEntry ??= reachable(entry, context);
          return isShared.test(id) && !ofEntry.has(id) ? 'kit' : null;
        },
        minShareCount: 3,
      },
    ],
  };
}

/** What a module imports, and what that imports, unless on demand. */
function reachable(id: string, context: Context, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const next of context.getModuleInfo(id)?.importedIds ?? []) reachable(next, context, seen);
  return seen;
}
