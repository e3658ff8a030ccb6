import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

/** How mail of the last days is received; of one domain of senders where it is named. */
export const deliverability = (days: number, sender: string) =>
  queryOptions({
    queryKey: ['deliverability', days, sender],
    queryFn: () =>
      ok(api.GET('/api/v1/deliverability', { params: { query: { days, ...(sender ? { sender } : {}) } } })),
    placeholderData: keepPreviousData,
  });
