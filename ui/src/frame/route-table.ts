import type { Routes } from 'sv-router';
import { paths, type PathName } from '../lib/paths.ts';
import { pages } from '../lib/routes.ts';
import Frame from './frame.svelte';
import NotFound from './not-found.svelte';

const names = Object.keys(paths) as PathName[];

/** Every address with its page, all within the frame. */
export const routeTable = {
  ...Object.fromEntries(names.map((name) => [paths[name], pages[name]])),
  '*': NotFound,
  layout: Frame,
} as unknown as Routes;
