import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import type { paths } from '../lib/api-types.ts';
import { queryClient } from '../lib/query-client.ts';

/** A segment with what builds on it, as it is read. */
export type ReadSegment = paths['/api/v1/segments/{id}']['get']['responses'][200]['content']['application/json'];

/** A segment with what builds on it. */
export const segmentById = (id: string) =>
  queryOptions({
    queryKey: ['segments', id],
    queryFn: () => ok(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
  });

/** Segments that suggest themselves and are in a state, and how the last look for them went. */
export const suggestionsIn = (state: 'open' | 'accepted' | 'rejected') =>
  queryOptions({
    queryKey: ['segments', 'suggestions', state],
    queryFn: () => ok(api.GET('/api/v1/segments/suggestions', { params: { query: { state } } })),
  });

/** Everything that is shown of segments is read anew, and of campaigns, whose approval a change can take back. */
export async function refreshSegments(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['segments'] });
  await queryClient.invalidateQueries({ queryKey: ['campaigns'] });
}

/** What pages, forms and events that came in lately are called. */
export const eventNames = queryOptions({
  queryKey: ['event-names'],
  queryFn: () => ok(api.GET('/api/v1/events/names')),
  staleTime: 60_000,
});
