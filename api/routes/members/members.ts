import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { listMemberHistory, setChangedBy } from '../../../db/queries/members/history.ts';
import {
  findMember,
  findMemberForChange,
  listMembers,
  markMembers,
  summariseMembers,
  type MemberRow,
} from '../../../db/queries/members/members.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import {
  Member,
  MemberBulk,
  MemberEvent,
  MemberResult,
  MembersFrom,
  MemberSummary,
} from '../../../domain/members/member.ts';
import { addMembersFrom, applyBulk, findTypeOf, statusOf } from './bulk.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { refuseOtherContent, setContentEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { ShownIntake, startIntake, writeIntake } from '../intakes/create.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

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
      source: z.string().max(50).optional().openapi({ description: 'How they came: broadcast, manual, file, list …' }),
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
const fromRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/members/add-from',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Add everybody of a list, of another campaign or of a segment; who is a member already stays as they are',
  request: { params: IdParam, body: jsonBody(MembersFrom) },
  responses: {
    200: json(z.object({ people: z.int(), added: z.int(), alreadyMembers: z.int() }), 'How many they were'),
    202: json(ShownIntake, 'They are many: an intake takes them in, which can be followed'),
  },
});
const summaryRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/members/summary',
  action: 'campaigns.read',
  tags,
  summary: 'The members in numbers: leads, converted and contacts, by status and by source',
  request: { params: IdParam },
  responses: { 200: json(MemberSummary, 'members = leads − converted + contacts') },
});
const historyRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/members/{memberId}/history',
  action: 'campaigns.read',
  tags,
  summary: 'What became of a member, newest first: who or what changed the status, and when',
  request: { params: z.object({ id: Id, memberId: Id }), query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(MemberEvent), 'A page of changes') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/members/{memberId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One member',
  request: { params: z.object({ id: Id, memberId: Id }) },
  responses: { 200: json(Member, 'The member') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/members/{memberId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: "Set a member's status",
  request: { params: z.object({ id: Id, memberId: Id }), body: jsonBody(z.strictObject({ statusId: Id })) },
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
    const answer = await withTenant(database.db, actor.tenantId, (db) => applyBulk(db, actor, { campaignId, bulk }));
    return c.json(answer, 200);
  });
  app.openapi(fromRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const input = { campaignId: c.req.valid('param').id, ...c.req.valid('json') };
    const intakeId = creationId(c);
    const result = await withTenant(database.db, actor.tenantId, async (db) => {
      const result = await addMembersFrom(db, actor, input);
      if ('terms' in result) await writeIntake(db, actor, { ...result, id: intakeId });
      return result;
    });
    if ('terms' in result) return c.json(await startIntake(c, actor.tenantId, intakeId), 202);
    return c.json(result, 200);
  });
  app.openapi(summaryRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const summary = await withTenant(database.db, actor.tenantId, async (db) => {
      await findTypeOf(db, id);
      return summariseMembers(db, id);
    });
    return c.json(summary, 200);
  });
  app.openapi(historyRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id: campaignId, memberId } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      const member = await findMember(db, campaignId, memberId);
      if (!member) throw notFound('member');
      return listMemberHistory(db, { campaignId, personId: member.personId, before, limit: limit + 1 });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor }, 200);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id: campaignId, memberId } = c.req.valid('param');
    const row = await withTenant(database.db, tenantId, (db) => findMember(db, campaignId, memberId));
    if (!row) throw notFound('member');
    const member = present(row);
    setContentEtag(c, member);
    return c.json(member, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, memberId } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findMemberForChange(db, campaignId, memberId);
      if (!before) throw notFound('member');
      refuseOtherContent(c, present(before));
      const status = statusOf(await findTypeOf(db, campaignId), c.req.valid('json').statusId);
      if (status.id === before.statusId) return before;
      await setChangedBy(db, actor, 'hand');
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
    const member = present(row);
    setContentEtag(c, member);
    return c.json(member, 200);
  });
  return app;
}

function present(row: MemberRow): Member {
  return {
    ...row,
    personKind: row.personKind as Member['personKind'],
    firstRespondedAt: row.firstRespondedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
