import type { Routes } from 'sv-router';
import { paths, type PathName } from '../lib/paths.ts';
import { pages } from '../lib/routes.ts';
import Frame from './frame.svelte';

const names = Object.keys(paths) as PathName[];

/** Every address with its page, all within the frame. */
export const routeTable = {
  ...Object.fromEntries(names.map((name) => [paths[name], pages[name]])),
  '*': () => import('./not-found.svelte'),
  layout: Frame,
} as unknown as Routes;
