import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { findSeedSendOf, listSeedSends, markPlacement } from '../../../db/queries/seeds/placement.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { PlacementMark, SeedSend } from '../../../domain/seeds/placement.ts';
import { SeedPlacement } from '../../../domain/seeds/coverage.ts';
import { readSeedPlacement } from './read-placement.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['deliverability'];
const Shown = SeedSend.openapi('SeedSend');
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/seed-sends',
  action: 'campaigns.read',
  tags,
  summary: 'The copies that went to the seed list, and where each landed; 500 at most',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Shown), 'All of them; there is one page') },
});
const markRoute = createRoute({
  method: 'put',
  path: '/campaigns/{id}/seed-sends/{seedSendId}/placement',
  action: 'campaigns.write',
  tags,
  summary: 'Say where a copy landed, whatever was found in its mailbox; null takes it back',
  request: { params: z.object({ id: Id, seedSendId: Id }), body: jsonBody(PlacementMark) },
  responses: { 200: json(Shown, 'The copy as it is now') },
});
const placementRoute = createRoute({
  method: 'get',
  path: '/deliverability/placement',
  action: 'campaigns.read',
  tags,
  summary: 'Where copies for the seed list landed, by provider, and which providers the list lacks',
  request: { query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }) },
  responses: { 200: json(SeedPlacement, 'Where they landed') },
});

/** Where copies for the seed list landed: /campaigns/{id}/seed-sends and /deliverability/placement. */
export function seedSendRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      return listSeedSends(db, id);
    });
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(markRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, seedSendId: id } = c.req.valid('param');
    const { placement } = c.req.valid('json');
    const send = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findSeedSendOf(db, { id, campaignId });
      if (!before) throw notFound('copy');
      if (!(await markPlacement(db, { id, placement, by: actor.name })))
        throw new DomainError('conflict', 'It has not gone out, so it landed nowhere.');
      const after = (await findSeedSendOf(db, { id, campaignId }))!;
      await insertAudit(db, actor, {
        action: 'seedCopy.place',
        entityKind: 'campaign',
        entityId: campaignId,
        before: { address: before.address, placement: before.placement },
        after: { address: after.address, placement: after.placement },
      });
      return after;
    });
    return c.json(send, 200);
  });
  app.openapi(placementRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { days } = c.req.valid('query');
    const read = await withTenant(database.db, tenantId, (db) => readSeedPlacement(db, { days, now: new Date() }));
    return c.json(read, 200);
  });
  return app;
}
