import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { countZones } from '../../../db/queries/broadcasts/audience.ts';
import { findBroadcast, type BroadcastRow } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { listDepartures } from '../../../db/queries/broadcasts/departures.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import type { TenantDb } from '../../../db/connection.ts';
import { departuresOf, DepartureShown } from '../../../domain/broadcasts/local-start.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/departures',
  action: 'campaigns.read',
  tags: ['broadcasts'],
  summary: 'When people get a broadcast that goes by their own clocks: which zones, how many, and what has gone',
  request: { params: z.object({ id: Id, broadcastId: Id }) },
  responses: {
    200: json(
      z.object({
        /** Counted now and not fixed yet: it changes with the audience until the broadcast begins. */
        isForecast: z.boolean(),
        data: z.array(DepartureShown),
        nextCursor: z.string().nullable(),
      }),
      'The departures in order; there is one page',
    ),
  },
});

/** Who gets a broadcast when, by their own clocks. */
export function departureRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id, broadcastId } = c.req.valid('param');
    const answer = await withTenant(database.db, tenantId, async (db) => {
      const broadcast = await findBroadcast(db, broadcastId);
      if (!broadcast || broadcast.campaignId !== id) throw notFound('broadcast');
      if (!broadcast.frozenAt) return { isForecast: true, data: await forecast(db, broadcast) };
      const fixed = await listDepartures(db, broadcastId);
      const data = fixed.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        releasedAt: row.releasedAt?.toISOString() ?? null,
      }));
      return { isForecast: false, data };
    });
    return c.json({ ...answer, nextCursor: null }, 200);
  });
  return app;
}

async function forecast(db: TenantDb, broadcast: BroadcastRow): Promise<z.infer<typeof DepartureShown>[]> {
  if (!broadcast.localStart) return [];
  const [tenant, campaign] = [await findTenant(db), await findCampaign(db, broadcast.campaignId)];
  const nowIso = new Date(Math.max(Date.now(), campaign?.startAt?.getTime() ?? 0)).toISOString();
  const zones = await countZones(db, {
    audience: broadcast.audience,
    isMarketing: broadcast.variant.messageClass === 'marketing',
    topicId: broadcast.variant.topicId,
    nowIso,
  });
  const input = { localStart: broadcast.localStart, nowIso, tenantZone: tenant?.timeZone ?? 'UTC' };
  return departuresOf(zones, input).map((departure) => ({ ...departure, releasedAt: null }));
}
