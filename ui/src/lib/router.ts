import { createRouter, Router, searchParams, type Routes } from 'sv-router';

// The one file that knows which router we use.
interface Started {
  navigate: (path: string, options: object) => Promise<unknown>;
  route: { params: Record<string, string | undefined>; pathname: string };
}
let router: Started;

export { Router };

/** Takes the table of addresses and their pages; before anything is shown. */
export function startRouter(table: Routes): void {
  router = createRouter(table) as unknown as Started;
}

/** Goes to an address of ours (as `href` writes it), with or without a step in the browser's history. */
export async function go(address: string, options: { replace?: boolean } = {}): Promise<void> {
  const url = new URL(address, location.origin);
  await router.navigate(url.pathname, { search: url.search, replace: options.replace ?? false });
}

/** The parameter of the current address by name; empty where it has none. Reactive. */
export function routeParam(name: string): string {
  return router.route.params[name] ?? '';
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
  const replace = options.push !== true;
  await router.navigate(currentPath(), { search: search.toString(), replace, scrollToTop: false });
}
