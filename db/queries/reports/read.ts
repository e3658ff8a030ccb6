import { dayIn } from '../../../domain/calendar/day.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { changesOf, filled, totalsOf, type ActivityReport } from '../../../domain/reports/activity.ts';
import type { ClockReport } from '../../../domain/reports/clock.ts';
import { cohortsOf, wholeMonthsOf, type CohortMeasure, type CohortReport } from '../../../domain/reports/cohort.ts';
import { funnelCounts, stagesOf, type FunnelReport } from '../../../domain/reports/funnel.ts';
import type { HourName } from '../../../domain/reports/hours.ts';
import type { ReportData } from '../../../domain/reports/report-mail.ts';
import type { ReportKind } from '../../../domain/reports/saved-report.ts';
import {
  addDays,
  daysOf,
  mostDays,
  spanBefore,
  spanOf,
  startOf,
  startsIn,
  unitFor,
  type Period,
  type Span,
  type Unit,
} from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { findFreshness, listCampaignTotals, listClock, listSeries, type SeriesPoint } from './activity.ts';
import { findCampaign } from '../campaigns/campaigns.ts';
import { listCohorts } from './cohorts.ts';
import { listFunnel, type FunnelRow } from './funnel.ts';
import { findTenant } from '../tenants/tenants.ts';

/** What a report is asked: days (the last thirty where none are given), one campaign with those below it or all. */
export interface ReportAsked {
  period?: Period | undefined;
  from?: string | undefined;
  to?: string | undefined;
  campaignId?: string | undefined;
  unit?: Unit | undefined;
  figure?: HourName | undefined;
  /** Of a cohort. */
  measure?: CohortMeasure | undefined;
}

/** The figures of a report as of `nowIso`. 404 for a campaign that the tenant does not have, `invalid` for days that make no sense. */
export async function readReport(
  db: TenantDb,
  { kind, asked, nowIso }: { kind: ReportKind; asked: ReportAsked; nowIso: string },
): Promise<ReportData> {
  switch (kind) {
    case 'activity':
      return { kind, data: await readActivity(db, asked, nowIso) };
    case 'clock':
      return { kind, data: await readClock(db, asked, nowIso) };
    case 'funnel':
      return { kind, data: await readFunnel(db, asked, nowIso) };
    case 'cohort':
      return { kind, data: await readCohorts(db, asked, nowIso) };
  }
}

/** What campaigns did over time, as `readReport`. */
export async function readActivity(db: TenantDb, asked: ReportAsked, nowIso: string): Promise<ActivityReport> {
  const { span, scope, timeZone } = await readScope(db, asked, nowIso);
  const unit = asked.unit ?? unitFor(span);
  const before = spanBefore(span);
  const series = async (span: Span) => seriesOf(startsIn(span, unit), await listSeries(db, { scope, span, unit }));
  const totals = await listCampaignTotals(db, { scope, span, before });
  return {
    ...span,
    unit,
    timeZone,
    series: await series(span),
    totals: totalsOf(totals, 'now'),
    before: { ...before, totals: totalsOf(totals, 'before'), series: await series(before) },
    changes: changesOf(totals),
    freshness: await freshness(db, nowIso),
  };
}

/** When people do something, as `readReport`. */
export async function readClock(db: TenantDb, asked: ReportAsked, nowIso: string): Promise<ClockReport> {
  const { span, scope, timeZone } = await readScope(db, asked, nowIso);
  const figure = asked.figure ?? 'clicks';
  const cells = await listClock(db, { scope, span, figure });
  const total = cells.reduce((sum, { value }) => sum + value, 0);
  return { ...span, timeZone, figure, cells, total, freshness: await freshness(db, nowIso) };
}

/** The campaigns of a funnel that are listed one by one. */
const listedCampaigns = 100;

/** How many came from a message that was sent to an opportunity that was won, as `readReport`. */
export async function readFunnel(db: TenantDb, asked: ReportAsked, nowIso: string): Promise<FunnelReport> {
  const { span, scope, timeZone, currency } = await readScope(db, asked, nowIso);
  const before = spanBefore(span);
  const rows = await listFunnel(db, { scope, span, before });
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const all = (isNow: boolean) => rows.find((row) => row.campaignId === null && row.isNow === isNow);
  const counts = (row: FunnelRow | undefined) => funnelCounts(row ?? noFunnel);
  const own = rows.flatMap((row) =>
    row.campaignId !== null && row.isNow ? [{ ...row, campaignId: row.campaignId }] : [],
  );
  own.sort((a, b) => b.sent - a.sent || b.won - a.won || (a.name ?? '').localeCompare(b.name ?? ''));
  return {
    ...span,
    timeZone,
    stages: stagesOf(counts(all(true)), counts(all(false))),
    before,
    wonValue: money(all(true)?.wonMinor ?? 0),
    campaigns: own.slice(0, listedCampaigns).map((row) => ({
      campaignId: row.campaignId,
      name: row.name ?? '',
      values: counts(row),
      wonValue: money(row.wonMinor),
    })),
    moreCampaigns: Math.max(0, own.length - listedCampaigns),
    freshness: await freshness(db, nowIso),
  };
}

/** What came of people since they became leads, as `readReport`; of the last twelve months where no days are given. */
export async function readCohorts(db: TenantDb, asked: ReportAsked, nowIso: string): Promise<CohortReport> {
  const isAsked = asked.period ?? asked.from ?? asked.to;
  const found = await readScope(db, isAsked ? asked : { ...asked, period: 'last365' }, nowIso);
  const { scope, timeZone, currency } = found;
  const span = wholeMonthsOf(found.span);
  const measure = asked.measure ?? 'responses';
  const today = dayIn(nowIso, timeZone);
  const { sizes, steps } = await listCohorts(db, { scope, span, measure });
  return {
    ...span,
    timeZone,
    measure,
    currency,
    cohorts: cohortsOf({ span, today }, sizes, steps),
    thisMonth: startOf(today, 'month'),
    freshness: await freshness(db, nowIso),
  };
}

const noFunnel = {
  ...{ sent: 0, hardBounces: 0, uniqueOpens: 0, uniqueClicks: 0, responses: 0 },
  ...{ leads: 0, opportunities: 0, won: 0 },
};

async function readScope(db: TenantDb, asked: ReportAsked, nowIso: string) {
  const tenant = await findTenant(db);
  if (!tenant) throw notFound('organisation');
  const { timeZone, currency } = tenant;
  const span = spanAsked(asked, dayIn(nowIso, timeZone));
  refuseSpan(span);
  if (asked.campaignId && !(await findCampaign(db, asked.campaignId))) throw notFound('campaign');
  return { span, scope: { campaignId: asked.campaignId ?? null }, timeZone, currency };
}

function spanAsked({ period, from, to = '' }: ReportAsked, today: string): Span {
  if (period) return spanOf(period, today);
  const last = to || today;
  return { from: from ?? addDays(last, -29), to: last };
}

/** Days outside are slips of the pen, and where years have five digits days no longer come one after the other as texts do. */
const [firstDay, lastDay] = ['1900-01-01', '2199-12-31'];

function refuseSpan(span: Span): void {
  const path = 'from';
  const outside = (['to', 'from'] as const).find((end) => span[end] < firstDay || span[end] > lastDay);
  if (outside)
    throw new DomainError('invalid', `A report covers days from ${firstDay} to ${lastDay}.`, [
      { path: outside, code: 'out_of_range', message: `choose a day from ${firstDay} to ${lastDay}` },
    ]);
  if (span.from > span.to)
    throw new DomainError('invalid', 'The first day is after the last one.', [
      { path, code: 'after_to', message: 'give a first day that is not after the last one' },
    ]);
  if (daysOf(span) > mostDays)
    throw new DomainError('invalid', 'A report covers ten years at most.', [
      { path, code: 'too_long', message: 'choose a first day within ten years of the last one' },
    ]);
}

function seriesOf(starts: readonly string[], points: readonly SeriesPoint[]): ActivityReport['series'] {
  const byStart = new Map<string, Partial<Record<SeriesPoint['name'], number>>>();
  for (const { start, name, value } of points) byStart.set(start, { ...byStart.get(start), [name]: value });
  return starts.map((start) => ({ start, values: filled(byStart.get(start) ?? {}) }));
}

async function freshness(db: TenantDb, nowIso: string): Promise<ActivityReport['freshness']> {
  const { waiting, waitingSince } = await findFreshness(db);
  return { countedAt: nowIso, waiting, waitingSince: waitingSince?.toISOString() ?? null };
}
