import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** One account. */
export const accountById = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id],
    queryFn: () => ok(api.GET('/api/v1/accounts/{id}', { params: { path: { id } } })),
  });

/** Everything that is shown of accounts is read anew. */
export async function refreshAccounts(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['accounts'] }),
    queryClient.invalidateQueries({ queryKey: ['people'] }),
  ]);
}
