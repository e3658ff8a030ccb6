import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import {
  findFreshness,
  listCampaignTotals,
  listClock,
  listSeries,
  type SeriesPoint,
} from '../../db/queries/activity-report.ts';
import { findCampaign } from '../../db/queries/campaigns.ts';
import { findTenant } from '../../db/queries/tenants.ts';
import { dayIn } from '../../domain/calendar/day.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { ActivityReport, changesOf, filled, totalsOf } from '../../domain/reports/activity.ts';
import { ClockReport } from '../../domain/reports/clock.ts';
import { hourNames } from '../../domain/reports/hours.ts';
import {
  addDays,
  Day,
  daysOf,
  mostDays,
  Period,
  spanBefore,
  spanOf,
  startsIn,
  Unit,
  unitFor,
  type Span,
} from '../../domain/reports/span.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json } from '../schemas.ts';

const tags = ['reports'];
const SpanQuery = z.object({
  period: Period.optional().openapi({
    description: 'Instead of `from` and `to`: days that move with the day of reading',
  }),
  from: Day.optional().openapi({ description: 'First day, by the clock of the organisation; 29 days before `to`' }),
  to: Day.optional().openapi({ description: 'Last day; today' }),
  campaignId: Id.optional().openapi({ description: 'This campaign and everything below it; all where it is left out' }),
});

const activityRoute = createRoute({
  method: 'get',
  path: '/reports/activity',
  action: 'campaigns.read',
  tags,
  summary:
    'What was sent and what came back over time, beside the span before, and which campaigns explain the difference',
  request: { query: SpanQuery.extend({ unit: Unit.optional() }) },
  responses: { 200: json(ActivityReport, 'By day, week or month') },
});
const clockRoute = createRoute({
  method: 'get',
  path: '/reports/clock',
  action: 'campaigns.read',
  tags,
  summary: 'At which hours of the week people open, click or answer',
  request: { query: SpanQuery.extend({ figure: z.enum(hourNames).default('clicks') }) },
  responses: { 200: json(ClockReport, 'By weekday and hour') },
});

/** /reports/activity and /reports/clock: what campaigns did over time. */
export function reportRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(activityRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const query = c.req.valid('query');
    const report = await withTenant(database.db, tenantId, async (db) => {
      const { span, scope, timeZone } = await readScope(db, query);
      const unit = query.unit ?? unitFor(span);
      const before = spanBefore(span);
      const totals = await listCampaignTotals(db, { scope, span, before });
      return {
        ...span,
        unit,
        timeZone,
        series: seriesOf(startsIn(span, unit), await listSeries(db, { scope, span, unit })),
        totals: totalsOf(totals, 'now'),
        before: {
          ...before,
          totals: totalsOf(totals, 'before'),
          series: seriesOf(startsIn(before, unit), await listSeries(db, { scope, span: before, unit })),
        },
        changes: changesOf(totals),
        freshness: await freshness(db),
      };
    });
    return c.json(report, 200);
  });
  app.openapi(clockRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const query = c.req.valid('query');
    const report = await withTenant(database.db, tenantId, async (db) => {
      const { span, scope, timeZone } = await readScope(db, query);
      const cells = await listClock(db, { scope, span, figure: query.figure });
      const total = cells.reduce((sum, { value }) => sum + value, 0);
      return { ...span, timeZone, figure: query.figure, cells, total, freshness: await freshness(db) };
    });
    return c.json(report, 200);
  });
  return app;
}

/** The days and the campaigns that are asked for; 404 for a campaign that the tenant does not have. */
async function readScope(db: TenantDb, query: z.infer<typeof SpanQuery>) {
  const tenant = await findTenant(db);
  if (!tenant) throw notFound('organisation');
  const today = dayIn(new Date(), tenant.timeZone);
  const to = query.to ?? today;
  const span = query.period ? spanOf(query.period, today) : { from: query.from ?? addDays(to, -29), to };
  refuseSpan(span);
  if (query.campaignId && !(await findCampaign(db, query.campaignId))) throw notFound('campaign');
  return { span, scope: { campaignId: query.campaignId ?? null }, timeZone: tenant.timeZone };
}

function refuseSpan(span: Span): void {
  const path = 'from';
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

async function freshness(db: TenantDb): Promise<ActivityReport['freshness']> {
  const { waiting, waitingSince } = await findFreshness(db);
  return { countedAt: new Date().toISOString(), waiting, waitingSince: waitingSince?.toISOString() ?? null };
}
