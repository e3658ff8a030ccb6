import { openPaths, paths, type PathName } from '../../ui/src/lib/paths.ts';
import type { Dice } from './dice.ts';

const parametersOf = (path: string): number => path.split(':').length - 1;

/** Every page that is there for whoever has signed in; those with fixed words before those that take any: `/people/new` is no person. */
const patterns = Object.entries(paths)
  .filter(([, path]) => !openPaths.includes(path))
  .sort(([, one], [, other]) => parametersOf(one) - parametersOf(other))
  .map(([name, path]) => ({
    name: name as PathName,
    path,
    form: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
  }));

/** The page at a path of the product; null where it is none of those that are walked over. */
export function pageAt(pathname: string): PathName | null {
  return patterns.find(({ form }) => form.test(pathname))?.name ?? null;
}

const mostOfAKind = 100;
const longest = 300;

/**
 * Where a walk can go: at first every address that needs nothing named, then what the links of the pages lead to. Tabs and real ids are found that
 * way, by whatever the data are; each page, and each of its tabs, is as likely as any other, however many links lead to its kind.
 */
export class Places {
  #byKind = new Map<string, Set<string>>();

  constructor() {
    for (const { path } of patterns) if (parametersOf(path) === 0) this.#add(path, path);
  }

  /** Remembers what links lead to (`links` as the browser resolves them) where it is a page of the product at `origin`. */
  learn(links: readonly string[], origin: string): void {
    for (const link of links) {
      if (!URL.canParse(link) || link.length > longest) continue;
      const { origin: of, pathname, search, searchParams } = new URL(link);
      const name = of === origin ? pageAt(pathname) : null;
      if (name) this.#add(`${paths[name]}?${searchParams.get('tab') ?? ''}`.replace(/\?$/, ''), pathname + search);
    }
  }

  /** How many kinds of pages are known. */
  get kinds(): number {
    return this.#byKind.size;
  }

  /** Where to go next. */
  next(dice: Dice): string {
    return dice.pick([...(dice.pick([...this.#byKind.values()]) ?? [])]) ?? paths.home;
  }

  #add(kind: string, address: string): void {
    const known = this.#byKind.get(kind) ?? new Set();
    if (known.size < mostOfAKind) this.#byKind.set(kind, known.add(address));
  }
}
