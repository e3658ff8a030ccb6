import { createRouter, Router, searchParams } from 'sv-router';
import type { Routes } from 'sv-router';
import Frame from '../frame/frame.svelte';
import NotFound from '../frame/not-found.svelte';
import { paths, type PathName } from './paths.ts';
import { pages } from './routes.ts';

// The one file that knows which router we use.
const table = Object.fromEntries(
  (Object.keys(paths) as PathName[]).map((name) => [paths[name], pages[name]]),
) as unknown as Routes;

const router = createRouter({ ...table, '*': NotFound, layout: Frame } as Routes);

export { Router };

/** Goes to an address of ours (as `href` writes it), with or without a step in the browser's history. */
export async function go(address: string, options: { replace?: boolean } = {}): Promise<void> {
  const url = new URL(address, location.origin);
  await (router.navigate as (path: string, options: object) => Promise<unknown>)(url.pathname, {
    search: url.search,
    replace: options.replace ?? false,
  });
}

/** The parameter of the current address by name; empty where it has none. Reactive. */
export function routeParam(name: string): string {
  return (router.route.params as Record<string, string | undefined>)[name] ?? '';
}

/** The path of the current address. Reactive. */
export function currentPath(): string {
  return router.route.pathname;
}

/** The value of a query parameter of the current address, empty where it is missing. Reactive. */
export function query(name: string): string {
  return searchParams.toURLSearchParams().get(name) ?? '';
}

/** Changes query parameters of the current address in one step; an empty value takes a parameter out. */
export async function setQuery(changes: Record<string, string>, options: { push?: boolean } = {}): Promise<void> {
  const search = searchParams.toURLSearchParams();
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') search.delete(name);
    else search.set(name, value);
  }
  await (router.navigate as (path: string, options: object) => Promise<unknown>)(currentPath(), {
    search: search.toString(),
    replace: options.push !== true,
    scrollToTop: false,
  });
}
