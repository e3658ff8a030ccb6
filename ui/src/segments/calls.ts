import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

/** The first 500 segments by name: more than that nobody picks from by hand. */
export const allSegments = queryOptions({
  queryKey: ['segments', 'all'],
  queryFn: () => ok(api.GET('/api/v1/segments', { params: { query: { limit: 500 } } })),
});
