import { fileURLToPath } from 'node:url';

interface Context {
  getModuleInfo: (id: string) => { importedIds: string[]; dynamicImporters: string[]; importers: string[] } | null;
}

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));
const entry = source('main.ts');
// What nearly every page has comes with the first screen, which may not show it.
const everywhere = ['page-header', 'empty-state'].map((name) => source(`lib/primitives/${name}.svelte`));
/** The file of what the first screen needs: the entry. */
export const firstFile = 'first';
/** The pages that most people open first, and often on a phone. */
export const firstPages = { list: 'campaigns/campaigns-page.svelte', detail: 'campaigns/campaign-page.svelte' };
/** The pages in which messages are designed. */
export const editorPages = ['templates/template-page.svelte'];
/** The files of which most runs before those pages stand, by their names; the files of pages are called as the pages are. */
export const firstFiles = [
  firstFile,
  'kit',
  'campaigns',
  'campaign-list',
  'campaign-detail',
  'campaigns-page',
  'campaign-page',
];
const isOfCampaigns = /\/ui\/src\/campaigns\/|\/domain\//;
// What is picked by name is read by the pages that have something to pick, and by no page that most people open first.
const isOfChoices =
  /\/ui\/src\/((lists|segments)\/(choice-)?calls\.ts|people\/(person|account)-picker\.svelte|lib\/(every-page\.ts|named\.svelte\.ts|primitives\/check-list\.svelte))$/;
const isZod = /\/node_modules\/zod\//;
// Pictures, forms that are kept and signing in come with the few pages that have them. What state a campaign is in, pages of its parts ask
// too, which need nothing else of it.
const isShared =
  /\/ui\/src\/lib\/(?!charts\/|auth\.ts|primitives\/(kept-form|saved-meanwhile)\.)|\/domain\/campaigns\/lifecycle\.ts$|\/ui\/src\/\w+\/calls\.ts$|\/node_modules\/(@iconify-json|@tanstack|svelte)\//;

/**
 * Which file a module goes into. A file for each button and icon would be forty requests before a page stands, so what several
 * pages share is one, `kit`, and so is what the pages of campaigns need beyond it. What the first screen needs stays with it. The
 * schema library is a file of its own, for the pages that check what people write.
 */
export function chunkOf(): {
  groups: { name: (id: string, context: Context) => string | null; minShareCount?: number }[];
} {
  let sets: Record<'entry' | 'list' | 'detail', Set<string>> | undefined;
  const setsOf = (context: Context): NonNullable<typeof sets> =>
    (sets ??= {
      entry: [entry, ...everywhere].reduce((seen, id) => reachable(id, context, seen), new Set<string>()),
      list: reachable(source(firstPages.list), context),
      detail: reachable(source(firstPages.detail), context),
    });
  const hasSchemas = (id: string, context: Context): boolean =>
    [...reachable(id, context)].some((other) => isZod.test(other));
  return {
    groups: [
      { name: (id) => (isZod.test(id) ? 'zod' : null) },
      { name: (id, context) => (setsOf(context).entry.has(id) ? firstFile : null) },
      { name: (id) => (isOfChoices.test(id) ? 'choices' : null) },
      { name: (id, context) => (isShared.test(id) && !isOfDesign(id, context) ? 'kit' : null), minShareCount: 3 },
      {
        name: (id, context) => {
          const { list, detail } = setsOf(context);
          if (!isOfCampaigns.test(id) || hasSchemas(id, context)) return null;
          if (list.has(id)) return detail.has(id) ? 'campaigns' : 'campaign-list';
          // A rule of the domain alone does not bring the whole page to whoever else needs it.
          return detail.has(id) && !/\/domain\//.test(id) ? 'campaign-detail' : null;
        },
      },
    ],
  };
}

/** Whether something is needed where messages are designed, and at one other place at most: other pages do not wait for it. */
function isOfDesign(id: string, context: Context): boolean {
  const inDesign = /\/ui\/src\/(blocks|templates)\//;
  if (inDesign.test(id)) return true;
  const importers = context.getModuleInfo(id)?.importers ?? [];
  const others = importers.filter((importer) => !inDesign.test(importer));
  return others.length < importers.length && others.length < 2;
}

/** What a module imports, and what that imports, unless on demand. */
function reachable(id: string, context: Context, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const next of context.getModuleInfo(id)?.importedIds ?? []) reachable(next, context, seen);
  return seen;
}
