import { z } from '@hono/zod-openapi';
import { Day, Moment } from '../../../domain/calendar/moment.ts';
import { withTenant } from '../../../db/connection.ts';
import { Calendar, EntryKind, Overlap } from '../../../domain/calendar/calendar.ts';
import { CampaignStatus } from '../../../domain/campaigns/status.ts';
import { Id } from '../../../domain/ids.ts';
import { readOverlaps } from './overlaps.ts';
import { readCalendar, readCampaignCalendar } from './read.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf } from '../../schemas.ts';

const tags = ['calendar'];
const wanted = 'must be a day such as 2026-06-03, or an ISO 8601 time such as 2026-06-03T09:00:00Z';
const DayOrMoment = z.union([Day, Moment], { error: wanted });
const Range = z.object({
  from: DayOrMoment.openapi({ description: 'A day on the organisation’s clock, or a moment' }),
  to: DayOrMoment.openapi({ description: 'The last day, or the moment that is not in it any more' }),
});
const statuses = CampaignStatus.options.join('|');
const kinds = EntryKind.options.join('|');
const oneOrMoreOf = (options: readonly string[]) => `must be one or more of ${options.join(', ')}, separated by commas`;
const calendarRoute = createRoute({
  method: 'get',
  path: '/calendar',
  action: 'campaigns.read',
  tags,
  summary: 'Campaigns, broadcasts, drip steps and casts between two moments',
  request: {
    query: Range.extend({
      status: z
        .string()
        .regex(new RegExp(`^(?:${statuses})(?:,(?:${statuses}))*$`), oneOrMoreOf(CampaignStatus.options))
        .optional()
        .openapi({ description: 'One or more states, separated by commas' }),
      kind: z
        .string()
        .regex(new RegExp(`^(?:${kinds})(?:,(?:${kinds}))*$`), oneOrMoreOf(EntryKind.options))
        .optional()
        .openapi({ description: 'One or more kinds, separated by commas' }),
      campaignTypeId: Id.optional(),
      ownerId: z.string().max(100).optional(),
      tag: z.string().max(50).optional(),
    }),
  },
  responses: { 200: json(Calendar, 'What stands on the calendar, in the order of time') },
});
const overlapsRoute = createRoute({
  method: 'get',
  path: '/calendar/overlaps',
  action: 'campaigns.read',
  tags,
  summary: 'Days from today on with several sends that reach the same people, and how many those are',
  request: { query: Range },
  responses: { 200: json(pageOf(Overlap), 'The days in their order') },
});
const campaignRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/calendar',
  action: 'campaigns.read',
  tags,
  summary: "A campaign's own calendar: from its start to its end where no range is given",
  request: { params: IdParam, query: Range.partial() },
  responses: { 200: json(Calendar, 'What stands on it, in the order of time') },
});

/** /calendar, and the part of it that is one campaign's. Moving something is a change of its campaign's dates. */
export function calendarRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(calendarRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { status, kind, ...filter } = c.req.valid('query');
    const filters = {
      ...filter,
      ...(status ? { status: status.split(',') as CampaignStatus[] } : {}),
      ...(kind ? { kind: kind.split(',') as EntryKind[] } : {}),
    };
    return c.json(await withTenant(database.db, tenantId, (db) => readCalendar(db, filters)), 200);
  });
  app.openapi(overlapsRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const range = c.req.valid('query');
    const now = new Date().toISOString();
    const data = await withTenant(database.db, tenantId, (db) => readOverlaps(db, range, now));
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(campaignRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const range = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => readCampaignCalendar(db, id, range)), 200);
  });
  return app;
}
