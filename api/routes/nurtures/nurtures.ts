import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { listNurtureItems } from '../../../db/queries/nurtures/items.ts';
import {
  deleteNurture,
  findNurture,
  insertNurture,
  listNurtures,
  updateNurture,
  type NurtureRow,
} from '../../../db/queries/nurtures/nurtures.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { NewNurture, Nurture, NurtureChange } from '../../../domain/nurtures/nurture.ts';
import { hasEnded } from '../../../domain/parts/end.ts';
import { tellEdited } from '../campaigns/command.ts';
import { holdForChange } from '../campaigns/nothing-new.ts';
import { authorOf, openForEdit } from '../campaigns/edit.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { NurtureParams, requireNurture } from './find.ts';
import { presentNurture } from './present.ts';
import { checkNurtureReferences } from './references.ts';
import { wakeNurture } from './wake.ts';
import { refuseEnd } from '../parts/end.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['nurture'];
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/nurtures',
  action: 'campaigns.read',
  tags,
  summary: "A campaign's nurture programmes with their streams and items",
  request: { params: IdParam },
  responses: { 200: json(pageOf(Nurture), 'All of them; there is one page') },
});
const createNurtureRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/nurtures',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a nurture programme: each cast sends every member the first item that they have not had',
  request: { params: IdParam, body: jsonBody(NewNurture) },
  responses: { 201: json(Nurture, 'The new nurture programme') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/nurtures/{nurtureId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One nurture programme with its streams and items',
  request: { params: NurtureParams },
  responses: { 200: json(Nurture, 'The nurture programme') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/nurtures/{nurtureId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary:
    'Change schedule, streams and transitions before it has begun; an approval is voided by it. One that runs gets a new version instead; name and end date change at any time',
  request: { params: NurtureParams, body: jsonBody(NurtureChange) },
  responses: { 200: json(Nurture, 'The nurture programme as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}/nurtures/{nurtureId}',
  action: 'campaigns.write',
  tags,
  summary: 'Remove a nurture programme that has not begun',
  request: { params: NurtureParams },
  responses: { 204: { description: 'It is gone' } },
});

/** /campaigns/{id}/nurtures: the parts of a campaign that cast content to people. */
export function nurtureRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const found = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      const rows = await listNurtures(db, id);
      return Promise.all(rows.map(async (row) => ({ row, items: await listNurtureItems(db, row.id) })));
    });
    return c.json({ data: found.map((each) => presentNurture(c, each)), nextCursor: null }, 200);
  });
  app.openapi(createNurtureRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const input = c.req.valid('json');
    const made = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const ref = { id: campaignId, nurtureId: id };
      // Repeated after a crash: it is there already.
      if (await findNurture(db, id)) return requireNurture(db, ref);
      await openForEdit(db, actor, campaignId);
      await checkNurtureReferences(db, campaignId, input.definition);
      await insertNurture(db, { ...input, id, campaignId, author: { id: authorOf(actor), name: actor.name } });
      await insertAudit(db, actor, {
        action: 'nurture.create',
        entityKind: 'campaign',
        entityId: campaignId,
        part: { kind: 'nurture', id: ref.nurtureId, name: input.name },
        after: input,
      });
      return requireNurture(db, ref);
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    setEtag(c, made.row.version);
    return c.json(presentNurture(c, made), 201);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const found = await withTenant(database.db, tenantId, (db) => requireNurture(db, c.req.valid('param')));
    setEtag(c, found.row.version);
    return c.json(presentNurture(c, found), 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const change = c.req.valid('json');
    const changed = await withTenant(database.db, actor.tenantId, async (db) => {
      const saysNothingNew = await holdForChange(db, params.id);
      const found = await requireNurture(db, params);
      const { row: before } = found;
      const version = expectedVersion(c) ?? before.version;
      if (version !== before.version) throw changedMeanwhile();
      const isOpen = before.status === 'running' || before.status === 'paused';
      if (before.status !== 'draft' && (!isOpen || change.definition)) throw begun(isOpen);
      if (saysNothingNew(presentNurture(c, found), change)) return found;
      if (!isOpen) await openForEdit(db, actor, params.id);
      checkEnd(before, change.endAt);
      if (change.definition) await checkNurtureReferences(db, params.id, change.definition);
      if (!(await updateNurture(db, { id: before.id, version, ...change }))) throw changedMeanwhile();
      const after = await requireNurture(db, params);
      await insertAudit(db, actor, {
        action: 'nurture.update',
        entityKind: 'campaign',
        entityId: params.id,
        part: partOf('nurture', after.row),
        before: audited(before),
        after: audited(after.row),
      });
      return after;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    if (change.endAt !== undefined && changed.row.status !== 'draft') {
      await wakeNurture({ temporal, log }, { tenantId: actor.tenantId, nurtureId: params.nurtureId });
    }
    setEtag(c, changed.row.version);
    return c.json(presentNurture(c, changed), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { row } = await requireNurture(db, params);
      if (row.status !== 'draft') throw isRecord();
      await openForEdit(db, actor, params.id);
      if (!(await deleteNurture(db, row.id))) throw isRecord();
      await insertAudit(db, actor, {
        action: 'nurture.delete',
        entityKind: 'campaign',
        entityId: params.id,
        part: partOf('nurture', row),
        before: audited(row),
      });
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    return c.body(null, 204);
  });
  return app;
}

function begun(isOpen: boolean): DomainError {
  return new DomainError(
    'conflict',
    isOpen
      ? 'The nurture programme has begun. Make a new version of it: it is cast by that one from its approval on.'
      : 'The nurture programme is over; it stays as it was.',
  );
}

function isRecord(): DomainError {
  return new DomainError('conflict', 'The nurture programme has begun; it stays as a record.');
}

function checkEnd({ endAt }: NurtureRow, after: string | null | undefined): void {
  const before = endAt?.toISOString() ?? null;
  refuseEnd(
    { what: 'nurture programme', before, closedAt: hasEnded(endAt, new Date().toISOString()) ? before : null },
    after,
  );
}

function audited({ name, definition, endAt, atEnd }: NurtureRow) {
  return { name, definition, endAt, atEnd };
}
