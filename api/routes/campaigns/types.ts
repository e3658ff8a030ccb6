import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteCampaignType,
  findCampaignType,
  insertCampaignType,
  listCampaignTypes,
  refuseTakenTypeName,
  type CampaignTypeRow,
} from '../../../db/queries/campaigns/types.ts';
import { listStatusUse, updateCampaignType } from '../../../db/queries/campaigns/type-change.ts';
import { setChangedBy } from '../../../db/queries/members/history.ts';
import { holdRow } from '../../../db/queries/hold.ts';
import {
  CampaignType,
  CampaignTypeChange,
  NewCampaignType,
  StatusUse,
} from '../../../domain/campaigns/campaign-type.ts';
import { notFound } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['campaign types'];
const listRoute = createRoute({
  method: 'get',
  path: '/campaign-types',
  action: 'campaigns.read',
  tags,
  summary: 'Campaign types with their statuses in order',
  responses: { 200: json(pageOf(CampaignType), 'All types; there is one page') },
});
const createTypeRoute = createRoute({
  method: 'post',
  path: '/campaign-types',
  action: 'settings.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a campaign type',
  request: { body: jsonBody(NewCampaignType) },
  responses: { 201: json(CampaignType, 'The new type') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaign-types/{id}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One campaign type',
  request: { params: IdParam },
  responses: { 200: json(CampaignType, 'The type') },
});
const useRoute = createRoute({
  method: 'get',
  path: '/campaign-types/{id}/use',
  action: 'campaigns.read',
  tags,
  summary: 'How many members have each status of a type, over all campaigns',
  request: { params: IdParam },
  responses: { 200: json(StatusUse, 'Statuses that somebody has') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaign-types/{id}',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Change a campaign type; the statuses of existing members stay as they are',
  request: { params: IdParam, body: jsonBody(CampaignTypeChange) },
  responses: { 200: json(CampaignType, 'The type as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaign-types/{id}',
  action: 'settings.write',
  tags,
  summary: 'Delete a campaign type that no campaign has',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** /campaign-types */
export function campaignTypeRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const rows = await withTenant(database.db, actor.tenantId, listCampaignTypes);
    return c.json({ data: rows.map(present), nextCursor: null }, 200);
  });
  app.openapi(createTypeRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { name, statuses } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const known = await findCampaignType(db, id);
      if (known) return known;
      await refuseTakenTypeName(db, name, id);
      const type = await insertCampaignType(db, name, statuses, id);
      await insertAudit(db, actor, {
        action: 'campaignType.create',
        entityKind: 'campaignType',
        entityId: type.id,
        after: audited(type),
      });
      return type;
    });
    setEtag(c, row.version);
    return c.json(present(row), 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const row = await withTenant(database.db, actor.tenantId, (db) => findCampaignType(db, c.req.valid('param').id));
    if (!row) throw notFound('campaign type');
    setEtag(c, row.version);
    return c.json(present(row), 200);
  });
  app.openapi(useRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const statuses = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaignType(db, id))) throw notFound('campaign type');
      return listStatusUse(db, id);
    });
    return c.json({ statuses }, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const values = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'campaign_types', id);
      const before = await findCampaignType(db, id);
      if (!before) throw notFound('campaign type');
      if (values.name !== undefined) await refuseTakenTypeName(db, values.name, id);
      await setChangedBy(db, actor, 'type');
      const after = await updateCampaignType(db, { id, version: expectedVersion(c) ?? before.version, ...values });
      if (!after) throw changedMeanwhile();
      await insertAudit(db, actor, {
        action: 'campaignType.update',
        entityKind: 'campaignType',
        entityId: id,
        before: audited(before),
        after: audited(after),
      });
      return after;
    });
    setEtag(c, row.version);
    return c.json(present(row), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findCampaignType(db, id);
      if (!before || !(await deleteCampaignType(db, id))) throw notFound('campaign type');
      await insertAudit(db, actor, {
        action: 'campaignType.delete',
        entityKind: 'campaignType',
        entityId: id,
        before: audited(before),
      });
    });
    return c.body(null, 204);
  });
  return app;
}

function present({ id, name, version, statuses, retired }: CampaignTypeRow) {
  return {
    id,
    name,
    version,
    retired: retired.map(({ id, name }) => ({ id, name })),
    statuses: statuses.map(({ id, name, position, isDefault, responded, success }) => ({
      id,
      name,
      position,
      isDefault,
      responded,
      success,
    })),
  };
}

function flagsOf(status: CampaignTypeRow['statuses'][number]): string {
  const flags = [status.isDefault && 'default', status.responded && 'responded', status.success && 'success'].filter(
    Boolean,
  );
  return flags.length > 0 ? ` (${flags.join(', ')})` : '';
}

function audited({ name, statuses }: CampaignTypeRow) {
  return {
    name,
    statuses: statuses.map((status) => `${status.name}${flagsOf(status)}`).join(', '),
  };
}
