import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** One thing that can be recommended. */
export const contentItemById = (id: string) =>
  queryOptions({
    queryKey: ['content', id],
    queryFn: () => ok(api.GET('/api/v1/content-items/{id}', { params: { path: { id } } })),
  });

/** The topics that items have. */
export const contentTopics = queryOptions({
  queryKey: ['content', 'topics'],
  queryFn: () => ok(api.GET('/api/v1/content-items/topics')),
  staleTime: 30_000,
});

/** What recommendations are worth. */
export const contentFigures = queryOptions({
  queryKey: ['content', 'figures'],
  queryFn: () => ok(api.GET('/api/v1/content-items/figures')),
});

/** Everything that is shown of content is read anew. */
export async function refreshContent(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['content'] });
}
