import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import {
  deleteDrip,
  findDrip,
  insertDrip,
  listDrips,
  updateDrip,
  type DripRow,
} from '../../../db/queries/drips/drips.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { Drip, DripChange, NewDrip } from '../../../domain/drips/drip.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { tellEdited } from '../campaigns/command.ts';
import { keepingApproval, openForEdit } from '../campaigns/edit.ts';
import { holdForChange } from '../campaigns/nothing-new.ts';
import type { ApiDeps } from '../../deps.ts';
import { definitionOf, DripParams, requireDrip } from './find.ts';
import { presentDrip } from './present.ts';
import { checkDripReferences } from './references.ts';
import { hurryDripOf, lookSoon } from './wake.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { refuseEnd } from '../parts/end.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['drips'];
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/drips',
  action: 'campaigns.read',
  tags,
  summary: "A campaign's drips in their order, with how many people are in them",
  request: { params: IdParam },
  responses: { 200: json(pageOf(Drip), 'All drips; there is one page') },
});
const createDripRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/drips',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a drip: steps that each person takes at their own pace',
  request: { params: IdParam, body: jsonBody(NewDrip) },
  responses: { 201: json(Drip, 'The new drip') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/drips/{dripId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One drip with its definition',
  request: { params: DripParams },
  responses: { 200: json(Drip, 'The drip') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/drips/{dripId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary:
    'Change a drip that has not begun; an approval is voided by it. One that runs gets a new version instead; name, priority and end date change at any time',
  request: { params: DripParams, body: jsonBody(DripChange) },
  responses: { 200: json(Drip, 'The drip as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}/drips/{dripId}',
  action: 'campaigns.write',
  tags,
  summary: 'Remove a drip that has not begun',
  request: { params: DripParams },
  responses: { 204: { description: 'It is gone' } },
});

/** /campaigns/{id}/drips: the parts of a campaign that lead each person through steps. */
export function dripRoutes(deps: ApiDeps) {
  const { database, temporal } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const found = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      return Promise.all((await listDrips(db, id)).map(async (row) => [row, await definitionOf(db, row)] as const));
    });
    return c.json({ data: found.map(([row, definition]) => presentDrip(c, row, definition)), nextCursor: null }, 200);
  });
  app.openapi(createDripRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const input = c.req.valid('json');
    const [row, definition] = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      // Repeated after a crash: it is there already.
      if (await findDrip(db, id)) return required(db, id, campaignId);
      await openForEdit(db, actor, campaignId);
      await checkDripReferences(db, campaignId, input.definition);
      await insertDrip(db, {
        ...input,
        id,
        campaignId,
        author: { id: actor.personId ?? actor.name, name: actor.name },
      });
      await insertAudit(db, actor, {
        action: 'drip.create',
        entityKind: 'campaign',
        entityId: campaignId,
        part: { kind: 'drip', id, name: input.name },
        after: input,
      });
      return required(db, id, campaignId);
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    setEtag(c, row.version);
    return c.json(presentDrip(c, row, definition), 201);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id, dripId } = c.req.valid('param');
    const [row, definition] = await withTenant(database.db, tenantId, (db) => required(db, dripId, id));
    setEtag(c, row.version);
    return c.json(presentDrip(c, row, definition), 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, dripId } = c.req.valid('param');
    const change = c.req.valid('json');
    const [row, definition] = await withTenant(database.db, actor.tenantId, async (db) => {
      const saysNothingNew = await holdForChange(db, campaignId);
      const [before, definition] = await required(db, dripId, campaignId);
      const version = expectedVersion(c) ?? before.version;
      if (version !== before.version) throw changedMeanwhile();
      // Name and priority of a drip can change at any time; once it has begun, nothing that was approved can.
      const isOpen = before.status === 'running' || before.status === 'paused';
      if (before.status !== 'draft' && (!isOpen || change.definition)) {
        throw new DomainError(
          'conflict',
          isOpen
            ? 'The drip has begun. Make a new version of it: people in it follow that one.'
            : 'The drip is over; it stays as it was.',
        );
      }
      if (saysNothingNew(presentDrip(c, before, definition), change)) return [before, definition] as const;
      if (!isOpen) await openForEdit(db, actor, campaignId);
      checkEnd(before, change.endAt);
      if (change.definition) await checkDripReferences(db, campaignId, change.definition);
      const update = async () => {
        if (!(await updateDrip(db, { id: dripId, version, ...change }))) throw changedMeanwhile();
      };
      await (isOpen ? keepingApproval(db, campaignId, update) : update());
      // One that runs sleeps until the next is due: the end may come sooner.
      if (isOpen && change.endAt !== undefined) await lookSoon(db, before);
      const [after, changed] = await required(db, dripId, campaignId);
      await insertAudit(db, actor, {
        action: 'drip.update',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('drip', before),
        before: audited(before, definition),
        after: audited(after, changed),
      });
      return [after, changed] as const;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    if (change.endAt !== undefined || change.atEnd) await hurryDripOf(deps, { tenantId: actor.tenantId, dripId });
    setEtag(c, row.version);
    return c.json(presentDrip(c, row, definition), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, dripId } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const [before, definition] = await required(db, dripId, campaignId);
      await openForEdit(db, actor, campaignId);
      if (!(await deleteDrip(db, dripId)))
        throw new DomainError('conflict', 'The drip has begun; it stays as a record.');
      await insertAudit(db, actor, {
        action: 'drip.delete',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('drip', before),
        before: audited(before, definition),
      });
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    return c.body(null, 204);
  });
  return app;
}

/** The drip with the definition of its current version. */
async function required(db: TenantDb, dripId: string, campaignId: string): Promise<[DripRow, DripDefinition]> {
  const row = await requireDrip(db, { id: campaignId, dripId });
  return [row, await definitionOf(db, row)];
}

function checkEnd({ endAt, entryClosedAt }: DripRow, after: string | null | undefined): void {
  const [before, closedAt] = [endAt?.toISOString() ?? null, entryClosedAt?.toISOString() ?? null];
  refuseEnd({ what: 'drip', before, closedAt }, after);
}

function audited({ name, priority, endAt, atEnd }: DripRow, definition: DripDefinition) {
  return { name, priority, endAt, atEnd, definition };
}
