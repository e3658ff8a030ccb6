import { queryOptions } from '@tanstack/svelte-query';
import type { SeedSend } from '../../../domain/seeds/placement.ts';
import { api, ok } from '../lib/api.ts';

/** Where copies of the last days landed, by provider, and what the list lacks. */
export const seedPlacement = (days: number) =>
  queryOptions({
    queryKey: ['seed-placement', days],
    queryFn: () => ok(api.GET('/api/v1/deliverability/placement', { params: { query: { days } } })),
  });

/** Whether where a copy landed may still come to be known by itself. */
const isOpen = ({ status, placement }: SeedSend): boolean =>
  status === 'queued' || (status === 'sent' && placement === null);

/** The copies of a campaign for the seed list; asked again while some are on their way. */
export const seedSendsOf = (campaignId: string) =>
  queryOptions({
    queryKey: ['seed-sends', campaignId],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/seed-sends', { params: { path: { id: campaignId } } })),
    refetchInterval: ({ state }) => (state.data?.data.some(isOpen) ? 30_000 : false),
  });
