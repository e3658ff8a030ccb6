import { queryOptions } from '@tanstack/svelte-query';
import type { CohortMeasure } from '../../../domain/reports/cohort.ts';
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

/** How many came from a message that was sent to an opportunity that was won. */
export const funnelOf = (query: ReportQuery) =>
  queryOptions({
    queryKey: ['reports', 'funnel', query],
    queryFn: () => ok(api.GET('/api/v1/reports/funnel', { params: { query } })),
  });

/** What came of people since they became leads. */
export const cohortsOf = (query: ReportQuery & { measure: CohortMeasure }) =>
  queryOptions({
    queryKey: ['reports', 'cohort', query],
    queryFn: () => ok(api.GET('/api/v1/reports/cohort', { params: { query } })),
  });

/** Reports that are kept, by name. */
export const savedReports = queryOptions({
  queryKey: ['saved-reports'],
  queryFn: () => ok(api.GET('/api/v1/saved-reports')),
});

/** The links that show a report. */
export const sharesOf = (id: string) =>
  queryOptions({
    queryKey: ['saved-reports', id, 'shares'],
    queryFn: () => ok(api.GET('/api/v1/saved-reports/{id}/shares', { params: { path: { id } } })),
  });

/** What a link shows; whoever has it needs no sign-in. */
export const sharedReport = (token: string) =>
  queryOptions({
    queryKey: ['shared-reports', token],
    queryFn: () => ok(api.GET('/api/v1/shared-reports/{token}', { params: { path: { token } } })),
    retry: false,
  });
