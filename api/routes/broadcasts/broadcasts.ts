import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { findMissingSegment } from '../../../db/queries/broadcasts/audience-segments.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteBroadcast,
  findBroadcast,
  insertBroadcast,
  listBroadcasts,
  updateBroadcast,
  type BroadcastRow,
} from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { findTopic } from '../../../db/queries/consent/topics.ts';
import { lockSegments } from '../../../db/queries/segments/segments.ts';
import { contentOf } from '../../../db/queries/content/edition-source.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { Broadcast, BroadcastChange, NewBroadcast } from '../../../domain/broadcasts/broadcast.ts';
import { MessageContent } from '../../../domain/content/content.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { tellEdited } from '../campaigns/command.ts';
import { openForEdit } from '../campaigns/edit.ts';
import { holdForChange } from '../campaigns/nothing-new.ts';
import { presentBroadcast } from '../campaigns/present.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['broadcasts'];
const PartParams = z.object({ id: Id, broadcastId: Id });
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts',
  action: 'campaigns.read',
  tags,
  summary: "A campaign's broadcasts in their order, with figures",
  request: { params: IdParam },
  responses: { 200: json(pageOf(Broadcast), 'All broadcasts; there is one page') },
});
const createBroadcastRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a broadcast: one message to one audience',
  request: { params: IdParam, body: jsonBody(NewBroadcast) },
  responses: { 201: json(Broadcast, 'The new broadcast') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts/{broadcastId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One broadcast',
  request: { params: PartParams },
  responses: { 200: json(Broadcast, 'The broadcast') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/broadcasts/{broadcastId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Change message or audience; an approval is voided by it',
  request: { params: PartParams, body: jsonBody(BroadcastChange) },
  responses: { 200: json(Broadcast, 'The broadcast as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}/broadcasts/{broadcastId}',
  action: 'campaigns.write',
  tags,
  summary: 'Remove a broadcast that has not begun',
  request: { params: PartParams },
  responses: { 204: { description: 'It is gone' } },
});

/** /campaigns/{id}/broadcasts: the parts of a campaign that send one message to one audience. */
export function broadcastRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      return listBroadcasts(db, id);
    });
    return c.json({ data: rows.map((row) => presentBroadcast(c, row)), nextCursor: null }, 200);
  });
  app.openapi(createBroadcastRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const { name, audience, content, localStart, toSeeds } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      // Repeated after a crash: it is there already.
      if (await findBroadcast(db, id)) return required(db, id, campaignId);
      await openForEdit(db, actor, campaignId);
      await checkReferences(db, { audience, content });
      const values = {
        id,
        campaignId,
        name,
        audience,
        localStart,
        toSeeds,
        content: MessageContent.parse({ subject: '', body: '', ...content }),
      };
      const created = await required(db, await insertBroadcast(db, values), campaignId);
      await insertAudit(db, actor, {
        action: 'broadcast.create',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('broadcast', created),
        after: audited(created),
      });
      return created;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    setEtag(c, row.version);
    return c.json(presentBroadcast(c, row), 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id, broadcastId } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, (db) => required(db, broadcastId, id));
    setEtag(c, row.version);
    return c.json(presentBroadcast(c, row), 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, broadcastId } = c.req.valid('param');
    const change = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const saysNothingNew = await holdForChange(db, campaignId);
      const before = await required(db, broadcastId, campaignId);
      const version = expectedVersion(c) ?? before.version;
      if (version !== before.version) throw changedMeanwhile();
      if (saysNothingNew(presentBroadcast(c, before), change)) return before;
      await openForEdit(db, actor, campaignId);
      await checkReferences(db, change);
      if (!(await updateBroadcast(db, { id: broadcastId, version, ...change }))) throw changedMeanwhile();
      const after = await required(db, broadcastId, campaignId);
      await insertAudit(db, actor, {
        action: 'broadcast.update',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('broadcast', before),
        before: audited(before),
        after: audited(after),
      });
      return after;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    setEtag(c, row.version);
    return c.json(presentBroadcast(c, row), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, broadcastId } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, broadcastId, campaignId);
      await openForEdit(db, actor, campaignId);
      if (!(await deleteBroadcast(db, broadcastId)))
        throw new DomainError('conflict', 'The broadcast has begun; it stays as a record.');
      await insertAudit(db, actor, {
        action: 'broadcast.delete',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('broadcast', before),
        before: audited(before),
      });
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    return c.body(null, 204);
  });
  return app;
}

/** The broadcast, which must belong to the campaign in the path. */
async function required(db: TenantDb, broadcastId: string, campaignId: string): Promise<BroadcastRow> {
  const row = await findBroadcast(db, broadcastId);
  if (!row || row.campaignId !== campaignId) throw notFound('broadcast');
  return row;
}

/** Lists, segments and senders that an edit names must exist; a foreign id is one that does not. */
async function checkReferences(db: TenantDb, change: z.infer<typeof BroadcastChange>): Promise<void> {
  const listIds = [...(change.audience?.listIds ?? []), ...(change.audience?.excludeListIds ?? [])];
  if (listIds.length > 0) {
    const found = await db.selectFrom('lists').select('id').where('id', 'in', listIds).execute();
    const missing = listIds.find((id) => !found.some((list) => list.id === id));
    if (missing) throw refused('audience.listIds', `There is no list ${missing}.`);
  }
  const segmentIds = [...(change.audience?.segmentIds ?? []), ...(change.audience?.excludeSegmentIds ?? [])];
  if (segmentIds.length > 0) {
    // So that none of them is deleted between this look and the end of the transaction.
    await lockSegments(db);
    const missing = await findMissingSegment(db, segmentIds);
    if (missing) throw refused('audience.segmentIds', `There is no segment ${missing}.`);
  }
  const senderId = change.content?.senderId;
  if (senderId && !(await db.selectFrom('senders').select('id').where('id', '=', senderId).executeTakeFirst())) {
    throw refused('content.senderId', 'There is no such sender.');
  }
  const topicId = change.content?.topicId;
  if (topicId && !(await findTopic(db, topicId))) throw refused('content.topicId', 'There is no such topic.');
}

function refused(path: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ path, code: 'unknown_reference', message }]);
}

function audited(row: BroadcastRow) {
  return {
    name: row.name,
    audience: row.audience,
    localStart: row.localStart,
    toSeeds: row.toSeeds,
    ...contentOf(row.variant),
  };
}
