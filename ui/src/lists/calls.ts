import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** A list with its count of people. */
export const listById = (id: string) =>
  queryOptions({
    queryKey: ['lists', id],
    queryFn: () => ok(api.GET('/api/v1/lists/{id}', { params: { path: { id } } })),
  });

/** Everything that is shown of lists is read anew. */
export async function refreshLists(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['lists'] });
  await queryClient.invalidateQueries({ queryKey: ['people'] });
}
