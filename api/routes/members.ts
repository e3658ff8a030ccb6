import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findMember, listMembers, markMembers, type MemberRow } from '../../db/queries/members.ts';
import { notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { Member, MemberBulk, MemberResult } from '../../domain/members/member.ts';
import { applyBulk, findTypeOf, statusOf } from '../campaigns/members.ts';
import { page, readCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../schemas.ts';

const tags = ['members'];
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/members',
  action: 'campaigns.read',
  tags,
  summary: 'Members of a campaign with their status',
  request: {
    params: IdParam,
    query: PageQuery.omit({ sort: true }).extend({
      statusId: Id.optional(),
      hasResponded: z.enum(['true', 'false']).optional(),
      q: z.string().max(200).optional().openapi({ description: 'Part of the name or the address' }),
    }),
  },
  responses: { 200: json(pageOf(Member), 'A page of members') },
});
const bulkRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/members/bulk',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Add, remove or set the status of up to 5,000 people; a result per row, bad rows do not stop the good ones',
  request: { params: IdParam, body: jsonBody(MemberBulk) },
  responses: {
    200: json(z.object({ done: z.int(), results: z.array(MemberResult) }), 'A result per row, in the order given'),
  },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/members/{memberId}',
  action: 'campaigns.write',
  tags,
  summary: "Set a member's status",
  request: { params: z.object({ id: Id, memberId: Id }), body: jsonBody(z.object({ statusId: Id })) },
  responses: { 200: json(Member, 'The member as it is now') },
});

/** /campaigns/{id}/members */
export function memberRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id: campaignId } = c.req.valid('param');
    const { limit, cursor, hasResponded, ...rest } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]));
    const filter = { ...rest, ...(hasResponded ? { hasResponded: hasResponded === 'true' } : {}) };
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      await findTypeOf(db, campaignId);
      return listMembers(db, { campaignId, filter, after: after?.[0] ?? null, limit: limit + 1 });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.personId] });
    return c.json({ data: data.map(present), nextCursor }, 200);
  });
  app.openapi(bulkRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const bulk = c.req.valid('json');
    const results = await withTenant(database.db, actor.tenantId, async (db) => {
      const results = await applyBulk(db, campaignId, bulk);
      await insertAudit(db, actor, {
        action: `members.${bulk.action}`,
        entityKind: 'campaign',
        entityId: campaignId,
        after: { people: results.filter(({ result }) => done.has(result)).length },
      });
      return results;
    });
    return c.json({ done: results.filter(({ result }) => done.has(result)).length, results }, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, memberId } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findMember(db, campaignId, memberId);
      if (!before) throw notFound('member');
      const status = statusOf(await findTypeOf(db, campaignId), c.req.valid('json').statusId);
      await markMembers(db, { campaignId, personIds: [before.personId], statusId: status.id });
      await insertAudit(db, actor, {
        action: 'members.setStatus',
        entityKind: 'person',
        entityId: before.personId,
        before: { status: before.statusName },
        after: { status: status.name },
      });
      return findMember(db, campaignId, memberId);
    });
    if (!row) throw notFound('member');
    return c.json(present(row), 200);
  });
  return app;
}

const done: ReadonlySet<string> = new Set(['added', 'removed', 'changed']);

function present(row: MemberRow): Member {
  return {
    ...row,
    personKind: row.personKind as Member['personKind'],
    firstRespondedAt: row.firstRespondedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
