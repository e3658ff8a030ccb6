import { queryOptions } from '@tanstack/svelte-query';
import type { HourName } from '../../../domain/reports/hours.ts';
import type { Period, Unit } from '../../../domain/reports/span.ts';
import { api, ok } from '../lib/api.ts';

/** Which days and campaigns a report is about; without days it is about the last thirty. */
export interface ReportQuery {
  period?: Period;
  from?: string;
  to?: string;
  campaignId?: string;
}

/** What campaigns did over time. */
export const activityOf = (query: ReportQuery & { unit?: Unit }) =>
  queryOptions({
    queryKey: ['reports', 'activity', query],
    queryFn: () => ok(api.GET('/api/v1/reports/activity', { params: { query } })),
  });

/** At which hours of the week people do something. */
export const clockOf = (query: ReportQuery & { figure: HourName }) =>
  queryOptions({
    queryKey: ['reports', 'clock', query],
    queryFn: () => ok(api.GET('/api/v1/reports/clock', { params: { query } })),
  });
