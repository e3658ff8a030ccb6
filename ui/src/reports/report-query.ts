import { Day } from '../../../domain/calendar/moment.ts';
import { Period } from '../../../domain/reports/span.ts';
import { query } from '../lib/router.ts';
import type { ReportQuery } from './calls.ts';

/** The days and the campaign in the address of the page; without any, the last thirty days, or what is usual for the report. Reactive. */
export function reportQuery(usual: Period = 'last30'): ReportQuery {
  const [from, to] = [Day.safeParse(query('from')), Day.safeParse(query('to'))];
  const campaignId = query('campaignId');
  const period = Period.safeParse(query('period'));
  return {
    ...(from.success && to.success ? { from: from.data, to: to.data } : { period: period.data ?? usual }),
    ...(campaignId ? { campaignId } : {}),
  };
}
