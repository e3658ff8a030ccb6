import type { Routes } from 'sv-router';
import { paths, type PathName } from '../lib/paths.ts';
import { pages } from '../lib/routes.ts';
import Frame from './frame.svelte';

const names = Object.keys(paths) as PathName[];

// A page whose script does not come says so within the frame. The router takes for a page that is fetched what has an `import` in its words.
const page = (name: PathName) => (): Promise<unknown> => pages[name]().catch(() => import('./not-loaded.svelte'));

/** Every address with its page, all within the frame. */
export const routeTable = {
  ...Object.fromEntries(names.map((name) => [paths[name], page(name)])),
  '*': () => import('./not-found.svelte'),
  layout: Frame,
} as unknown as Routes;
