import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import {
  findCampaignType,
  insertCampaignType,
  listCampaignTypes,
  updateCampaignType,
  type CampaignTypeRow,
} from '../../db/queries/campaign-types.ts';
import { CampaignType, NewCampaignType } from '../../domain/campaigns/campaign-type.ts';
import { notFound } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../etag.ts';
import { creationId } from '../idempotency.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../schemas.ts';

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
  tags,
  summary: 'Make a campaign type',
  request: { body: jsonBody(NewCampaignType) },
  responses: { 201: json(CampaignType, 'The new type') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaign-types/{id}',
  action: 'campaigns.read',
  tags,
  summary: 'One campaign type',
  request: { params: IdParam },
  responses: { 200: json(CampaignType, 'The type') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaign-types/{id}',
  action: 'settings.write',
  tags,
  summary: 'Change a campaign type; the statuses of existing members stay as they are',
  request: { params: IdParam, body: jsonBody(NewCampaignType) },
  responses: { 200: json(CampaignType, 'The type as it is now') },
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
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const values = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findCampaignType(db, id);
      if (!before) throw notFound('campaign type');
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
  return app;
}

function present({ id, name, version, statuses }: CampaignTypeRow) {
  return {
    id,
    name,
    version,
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

function audited({ name, statuses }: CampaignTypeRow) {
  return {
    name,
    statuses: statuses.map((status) => `${status.name}${status.responded ? ' (responded)' : ''}`).join(', '),
  };
}
