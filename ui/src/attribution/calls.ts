import { queryOptions } from '@tanstack/svelte-query';
import type { Measure } from '../../../domain/attribution/credits.ts';
import type { Model } from '../../../domain/attribution/model.ts';
import type { PathOutcome } from '../../../domain/attribution/path-report.ts';
import type { Grouping } from '../../../domain/attribution/report.ts';
import { api, ok } from '../lib/api.ts';

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

/** What campaigns cost and earned. */
export const returnsOf = (query: Days & { model: Model; campaignId?: string }) =>
  queryOptions({
    queryKey: ['attribution', 'returns', query],
    queryFn: () => ok(api.GET('/api/v1/roi', { params: { query } })),
  });
