import { queryOptions } from '@tanstack/svelte-query';
import type { Model, ModelSettings } from '../../../domain/attribution/model.ts';
import type { Measure } from '../../../domain/attribution/credits.ts';
import type { PathOutcome } from '../../../domain/attribution/path-report.ts';
import type { Grouping } from '../../../domain/attribution/report.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** The days of a report; without any it is about all time. */
export interface Days {
  from?: string;
  to?: string;
}

/** What campaigns, channels or sources are credited with. */
export const creditsOf = (query: Days & { model: Model; groupBy: Grouping }) =>
  queryOptions({
    queryKey: ['attribution', 'credits', query],
    queryFn: () => ok(api.GET('/api/v1/attribution', { params: { query } })),
  });

/** The same by all models. */
export const comparisonOf = (query: Days & { groupBy: Grouping; measure: Measure }) =>
  queryOptions({
    queryKey: ['attribution', 'compare', query],
    queryFn: () => ok(api.GET('/api/v1/attribution/compare', { params: { query } })),
  });

/** The ways that opportunities came. */
export const pathsOf = (query: Days & { outcome: PathOutcome; by: 'channel' | 'campaign' }) =>
  queryOptions({
    queryKey: ['attribution', 'paths', query],
    queryFn: () => ok(api.GET('/api/v1/attribution/paths', { params: { query } })),
  });

/** Which rows of the ledger. */
export interface LedgerQuery extends Days {
  model: Model;
  measure?: Measure;
  opportunityId?: string;
  campaignId?: string;
  parentId?: string;
  channel?: string;
  source?: string;
  cursor?: string;
}

/** The rows that a figure is the sum of. */
export const ledgerOf = (query: LedgerQuery) =>
  queryOptions({
    queryKey: ['attribution', 'ledger', query],
    queryFn: () => ok(api.GET('/api/v1/attribution/ledger', { params: { query } })),
  });

/** What campaigns touched and brought. */
export const influenceOf = (query: Days) =>
  queryOptions({
    queryKey: ['attribution', 'influence', query],
    queryFn: () => ok(api.GET('/api/v1/influence', { params: { query } })),
  });

/** Opportunities with their touches. */
export const influencedBy = (query: Days & { campaignId?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['attribution', 'influenced', query],
    queryFn: () => ok(api.GET('/api/v1/influence/opportunities', { params: { query: { ...query, limit: 25 } } })),
  });

/** What campaigns cost and earned; of one, where it is asked for, with everything below it. */
export const returnsOf = (query: Days & { model: Model; campaignId?: string; withBelow?: 'true' }) =>
  queryOptions({
    queryKey: ['attribution', 'returns', query],
    queryFn: () => ok(api.GET('/api/v1/roi', { params: { query } })),
  });

/** How the models are set; the version is the one that the answer is tagged with. */
export const modelSettings = queryOptions({
  queryKey: ['attribution', 'settings'],
  queryFn: async (): Promise<ModelSettings & { version: number }> => {
    const answer = await api.GET('/api/v1/attribution/settings');
    const settings = await ok(Promise.resolve(answer));
    return { ...settings, version: Number(answer.response.headers.get('etag')?.replaceAll('"', '') ?? 0) };
  },
});

/** What other settings would change. */
export const settingsPreview = (body: ModelSettings & { lookBackDays?: number }) =>
  queryOptions({
    queryKey: ['attribution', 'preview', body],
    queryFn: () => ok(api.POST('/api/v1/attribution/settings/preview', { body })),
  });

/** How many opportunities are still to be credited. */
export const rebuildState = queryOptions({
  queryKey: ['attribution', 'state'],
  queryFn: () => ok(api.GET('/api/v1/attribution/rebuild')),
});

/** Everything that depends on credits is read anew. */
export const refreshAttribution = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['attribution'] });
