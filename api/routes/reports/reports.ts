import { z } from '@hono/zod-openapi';
import { Day } from '../../../domain/calendar/moment.ts';
import { withTenant } from '../../../db/connection.ts';
import { readActivity, readClock, readCohorts, readFunnel } from '../../../db/queries/reports/read.ts';
import { Id } from '../../../domain/ids.ts';
import { ActivityReport } from '../../../domain/reports/activity.ts';
import { ClockReport } from '../../../domain/reports/clock.ts';
import { CohortMeasure, CohortReport } from '../../../domain/reports/cohort.ts';
import { FunnelReport } from '../../../domain/reports/funnel.ts';
import { hourNames } from '../../../domain/reports/hours.ts';
import { Period, Unit } from '../../../domain/reports/span.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const tags = ['reports'];
const SpanQuery = z.object({
  period: Period.optional().openapi({
    description: 'Instead of `from` and `to`: days relative to the day of reading',
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

const funnelRoute = createRoute({
  method: 'get',
  path: '/reports/funnel',
  action: 'campaigns.read',
  tags,
  summary: 'How many came from a message that was sent to an opportunity that was won, in all and by campaign',
  request: { query: SpanQuery },
  responses: { 200: json(FunnelReport, 'By stage, each counted on the day on which it happened') },
});
const cohortRoute = createRoute({
  method: 'get',
  path: '/reports/cohort',
  action: 'campaigns.read',
  tags,
  summary: 'People by the month in which they became leads, and what came of them month by month',
  request: { query: SpanQuery.extend({ measure: CohortMeasure.default('responses') }) },
  responses: { 200: json(CohortReport, 'Whole months; of a campaign, the leads that it brought') },
});

/** /reports/activity, /reports/clock, /reports/funnel and /reports/cohort: what campaigns did over time. */
export function reportRoutes({ database }: ApiDeps) {
  const app = newRouter();
  const now = (): string => new Date().toISOString();
  app.openapi(activityRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const asked = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => readActivity(db, asked, now())), 200);
  });
  app.openapi(clockRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const asked = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => readClock(db, asked, now())), 200);
  });
  app.openapi(funnelRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const asked = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => readFunnel(db, asked, now())), 200);
  });
  app.openapi(cohortRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const asked = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => readCohorts(db, asked, now())), 200);
  });
  return app;
}
