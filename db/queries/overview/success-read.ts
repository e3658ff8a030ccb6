import { dayIn } from '../../../domain/calendar/day.ts';
import { notFound } from '../../../domain/errors.ts';
import { earnedByCampaigns } from '../../../domain/overview/earned.ts';
import {
  leadRateMetric,
  pipelineMetric,
  roiMetric,
  sumOf,
  trendDays,
  type SuccessPeriod,
  type SuccessReport,
} from '../../../domain/overview/success.ts';
import { addDays, daysOf, spanOf } from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { hasOpportunities } from '../attribution/state.ts';
import { listOpenInfluenced, listSuccessFacts } from './success.ts';
import { findTenant } from '../tenants/tenants.ts';

/** The three success metrics over a span that ends with the organisation's today, as of `nowIso`. */
export async function readSuccess(
  db: TenantDb,
  period: SuccessPeriod,
  nowIso: string,
): Promise<Omit<SuccessReport, 'basis'>> {
  const tenant = await findTenant(db);
  if (!tenant) throw notFound('organisation');
  const span = spanOf(period, dayIn(nowIso, tenant.timeZone));
  // As many days, also where the span happens to be a whole month: the trend is said over as many, too.
  const before = { from: addDays(span.from, -daysOf(span)), to: addDays(span.from, -1) };
  const { days, campaigns } = await listSuccessFacts(db, { span, before });
  const open = await listOpenInfluenced(db, { days: trendDays(span), now: span.to, before: before.to });
  return {
    ...span,
    before,
    countedAt: nowIso,
    roi: roiMetric({ span, days, campaigns }),
    pipelineInfluenced: pipelineMetric({
      trend: open.days,
      campaigns: open.campaigns,
      hasOpportunities: await hasOpportunities(db),
    }),
    leadGenerationRate: leadRateMetric({ span, days, campaigns }),
    earned: earnedByCampaigns(campaigns),
    parts: sumOf(days.filter(({ day }) => day >= span.from)),
  };
}
