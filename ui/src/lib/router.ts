import { blockNavigation, createRouter, Router, searchParams, type Routes } from 'sv-router';
import { mayLeave } from './leaving.svelte.ts';
import { hasUnsaved } from './leaving.ts';

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
  // Also while nothing is written: only then does the router follow the browser's history, and can take a step back in it.
  blockNavigation({ onNavigate: () => mayLeave(shownAddress(), takeDestination()), beforeUnload: () => !hasUnsaved() });
  document.addEventListener('click', noteLink, { capture: true });
}

// Whoever may hold up the router is not told where it goes: a link and `go` say it here first; the browser's buttons have gone there.
let destination: URL | null = null;

function noteLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href) return;
  destination = new URL(link.href);
  // Where the router does not follow it, it says nothing of what comes later.
  setTimeout(() => (destination = null));
}

function takeDestination(): URL {
  const taken = destination ?? new URL(location.href);
  destination = null;
  return taken;
}

function shownAddress(): URL {
  const shown = new URL(currentPath(), location.origin);
  shown.search = searchParams.toURLSearchParams().toString();
  return shown;
}

async function navigate(url: URL, options: object): Promise<void> {
  destination = url;
  await router.navigate(url.pathname, { search: url.search, ...options });
}

/** Goes to an address of ours (as `href` writes it), with or without a step in the browser's history. */
export async function go(address: string, options: { replace?: boolean } = {}): Promise<void> {
  await navigate(new URL(address, location.origin), { replace: options.replace ?? false });
}

/**
 * For what takes a while and then leads somewhere: returns a `go` that stays where one is if one has gone to another page meanwhile. To
 * be called before the waiting begins.
 */
export function goFromHere(): typeof go {
  const begun = location.pathname;
  return async (address, options) => {
    if (location.pathname === begun) await go(address, options);
  };
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

/**
 * Changes query parameters of the current address in one step; an empty value takes a parameter out. With `at`, a path that was read
 * before something was waited for, only where one is still there.
 */
export async function setQuery(
  changes: Record<string, string>,
  options: { push?: boolean; at?: string } = {},
): Promise<void> {
  if (options.at !== undefined && options.at !== location.pathname) return;
  const url = shownAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  await navigate(url, { replace: options.push !== true, scrollToTop: false });
}
