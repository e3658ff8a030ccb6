import type { TenantDb } from '../../db/connection.ts';
import { listCredits, listCreditsByModel } from '../../db/queries/attribution/report.ts';
import { listPathsTaken } from '../../db/queries/attribution/paths.ts';
import { listInfluence } from '../../db/queries/attribution/influence.ts';
import { findOverview } from '../../db/queries/overview/overview.ts';
import { readActivity, readClock, readCohorts, readFunnel } from '../../db/queries/reports/read.ts';
import { readSuccess } from '../../db/queries/overview/success-read.ts';
import { findVelocityFacts, listReturns } from '../../db/queries/reports/returns.ts';
import { CohortMeasure } from '../../domain/reports/cohort.ts';
import type { FilledYear } from './fill.ts';

/** A report that somebody opens, and the same asked of the bare rows where there is such a question. */
export interface Question {
  name: string;
  ask: (db: TenantDb) => Promise<unknown>;
  /** SQL as somebody would write it by hand, run by the owner of the tables. */
  bare: string | null;
}

/** Every report of the product. */
export function questionsOf({ tenantId, campaignId }: FilledYear, nowIso: string): Question[] {
  const year = { from: null, to: null };
  const tenant = `tenant_id = '${tenantId}'`;
  const eventsOfYear = `
    select date_trunc('week', occurred_at at time zone 'Europe/Berlin'), kind, verdict, count(*) from engagement_events
    where ${tenant} and occurred_at > now() - interval '365 days' group by 1, 2, 3`;
  return [
    { name: 'start page', ask: (db) => findOverview(db, nowIso), bare: null },
    { name: 'success, 90 days', ask: (db) => readSuccess(db, 'last90', nowIso), bare: null },
    { name: 'success, a year', ask: (db) => readSuccess(db, 'last365', nowIso), bare: null },
    { name: 'activity, 30 days', ask: (db) => readActivity(db, { period: 'last30' }, nowIso), bare: null },
    { name: 'activity, a year', ask: (db) => readActivity(db, { period: 'last365' }, nowIso), bare: eventsOfYear },
    {
      name: 'activity of a campaign, a year',
      ask: (db) => readActivity(db, { period: 'last365', campaignId }, nowIso),
      bare: null,
    },
    {
      name: 'hours of the week, a year',
      ask: (db) => readClock(db, { period: 'last365', figure: 'opens' }, nowIso),
      bare: `select extract(isodow from occurred_at at time zone 'Europe/Berlin'), extract(hour from occurred_at at time zone 'Europe/Berlin'),
        count(*) from engagement_events where ${tenant} and kind = 'open' and verdict <> 'machine' group by 1, 2`,
    },
    { name: 'funnel, a year', ask: (db) => readFunnel(db, { period: 'last365' }, nowIso), bare: null },
    {
      name: 'funnel of a campaign, 90 days',
      ask: (db) => readFunnel(db, { period: 'last90', campaignId }, nowIso),
      bare: null,
    },
    ...CohortMeasure.options.map((measure) => ({
      name: `cohorts by ${measure}, a year`,
      ask: (db: TenantDb) => readCohorts(db, { period: 'last365', measure }, nowIso),
      bare: null,
    })),
    {
      name: 'credits by campaign',
      ask: (db) => listCredits(db, { model: 'linear', groupBy: 'campaign', ...year }),
      bare: `select campaign_id, measure, sum(amount_minor) from attribution_entries where ${tenant} and model = 'linear' group by 1, 2`,
    },
    {
      name: 'credits by channel, 90 days',
      ask: (db) => listCredits(db, { model: 'linear', groupBy: 'channel', ...ninetyDays(nowIso) }),
      bare: null,
    },
    {
      name: 'models side by side',
      ask: (db) => listCreditsByModel(db, { measure: 'revenue', groupBy: 'campaign', ...year }),
      bare: `select campaign_id, model, sum(amount_minor) from attribution_entries where ${tenant} and measure = 'revenue' group by 1, 2`,
    },
    {
      name: 'paths',
      ask: (db) => listPathsTaken(db, { outcome: 'won', by: 'channel', campaignId: null, ...year }),
      bare: null,
    },
    { name: 'influence', ask: (db) => listInfluence(db, year), bare: null },
    { name: 'returns', ask: (db) => listReturns(db, { model: 'linear', campaignIds: null, ...year }), bare: null },
    {
      name: 'returns of a campaign',
      ask: (db) => listReturns(db, { model: 'linear', campaignIds: [campaignId], withBelow: true, ...year }),
      bare: null,
    },
    { name: 'velocity', ask: (db) => findVelocityFacts(db, year), bare: null },
  ];
}

function ninetyDays(nowIso: string): { from: string; to: string } {
  const day = (ago: number): string => new Date(Date.parse(nowIso) - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(89), to: day(0) };
}
