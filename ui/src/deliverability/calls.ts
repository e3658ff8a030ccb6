import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import { sunsetRule } from '../../../domain/deliverability/sunset.ts';
import { api, ok } from '../lib/api.ts';

/** How mail of the last days is received; of one domain of senders where it is named. */
export const deliverability = (days: number, sender: string) =>
  queryOptions({
    queryKey: ['deliverability', days, sender],
    queryFn: () =>
      ok(api.GET('/api/v1/deliverability', { params: { query: { days, ...(sender ? { sender } : {}) } } })),
    placeholderData: keepPreviousData,
  });

/** Addresses that are better not written to, with how many there are. */
export const hygiene = queryOptions({
  queryKey: ['deliverability-hygiene'],
  queryFn: () => ok(api.GET('/api/v1/deliverability/hygiene')),
});

/** How many they are. */
export const sunset = queryOptions({
  queryKey: ['deliverability-hygiene', 'sunset'],
  queryFn: () => ok(api.POST('/api/v1/segments/preview', { body: { rule: sunsetRule } })),
});
