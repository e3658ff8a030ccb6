import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { loadEarnedCells } from './later.ts';

/** What campaigns of the list earned, in the words of its columns. */
export const earnedInList = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['attribution', 'earned', ids],
    queryFn: async () => {
      const cellsOf = await loadEarnedCells();
      return cellsOf(await ok(api.GET('/api/v1/roi/campaigns', { params: { query: { campaignIds: ids.join(',') } } })));
    },
    staleTime: 60_000,
  });
