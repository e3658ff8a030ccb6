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

/** Addresses that are better not written to, with how many there are. */
export const hygiene = queryOptions({
  queryKey: ['deliverability-hygiene'],
  queryFn: () => ok(api.GET('/api/v1/deliverability/hygiene')),
});

/** Days in which somebody has read nothing before they are better let go. */
export const sunsetDays = 180;

const within = (event: 'sent' | 'open' | 'click', op: 'atLeast' | 'exactly', times: number) =>
  ({
    kind: 'engagement',
    event,
    times: { op, count: times },
    withinDays: sunsetDays,
    campaignId: null,
    sourceId: null,
  }) as const;

/** Who got some messages and read none. */
export const sunsetRule = {
  kind: 'all' as const,
  rules: [within('sent', 'atLeast', 3), within('open', 'exactly', 0), within('click', 'exactly', 0)],
};

/** How many they are. */
export const sunset = queryOptions({
  queryKey: ['deliverability-hygiene', 'sunset'],
  queryFn: () => ok(api.POST('/api/v1/segments/preview', { body: { rule: sunsetRule } })),
});
