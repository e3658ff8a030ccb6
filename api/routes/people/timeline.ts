import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { hasPerson, listTimeline, type TimelineRow } from '../../../db/queries/people/timeline.ts';
import { describe, TimelineItem, TimelineKind } from '../../../domain/engagement/timeline.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { canDo } from '../../../domain/policy/policy.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery } from '../../schemas.ts';

const getTimeline = createRoute({
  method: 'get',
  path: '/people/{id}/timeline',
  action: 'people.read',
  tags: ['people'],
  summary: 'Everything that happened with a person, newest first',
  request: {
    params: IdParam,
    query: PageQuery.omit({ sort: true }).extend({
      machines: z
        .enum(['show', 'hide'])
        .default('show')
        .openapi({ description: 'Whether opens and clicks of machines are part of it' }),
    }),
  },
  responses: { 200: json(pageOf(TimelineItem.openapi('TimelineItem')), 'A page of the timeline') },
});

/** GET /people/{id}/timeline */
export function timelineRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(getTimeline, async (c) => {
    const actor = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const { limit, cursor, machines } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string().max(40), TimelineKind, Id]));
    const withChanges = canDo(actor.role, 'audit.read');
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await hasPerson(db, personId))) throw notFound('person');
      return listTimeline(db, { personId, limit: limit + 1, after, peopleOnly: machines === 'hide', withChanges });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.place, row.kind, row.id] });
    return c.json({ data: data.map(show), nextCursor }, 200);
  });
  return app;
}

function show(row: TimelineRow): TimelineItem {
  const { id, kind, status, verdict, verdictRule, campaignId, campaignName, messageId } = row;
  const campaign = campaignId !== null && campaignName !== null ? { id: campaignId, name: campaignName } : null;
  return {
    id,
    kind,
    at: row.at.toISOString(),
    ...describe({ ...row, fields: row.fields ?? [] }),
    status,
    verdict,
    verdictRule,
    campaign,
    messageId,
  };
}
