import { streamSSE } from 'hono/streaming';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listBroadcasts } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { Preflight } from '../../../domain/campaigns/preflight.ts';
import { isClosed, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { notFound } from '../../../domain/errors.ts';
import { broadcastFigures } from '../../campaigns/present.ts';
import { runPreflight } from '../../campaigns/preflight.ts';
import { mayStill } from '../../auth/standing.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json } from '../../schemas.ts';

const tags = ['campaigns'];
const preflightRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/preflight',
  action: 'campaigns.read',
  tags,
  summary: 'Who gets it, who does not and why, what is wrong, how long it takes',
  request: { params: IdParam },
  responses: { 200: json(Preflight, 'The pre-flight as of now') },
});
const progressRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/progress',
  action: 'campaigns.read',
  tags,
  summary: 'Live progress as server-sent events: an event `progress` whenever something has changed',
  request: { params: IdParam },
  responses: {
    200: { description: 'An event stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
  },
});

/** How often the counters are looked at for an open stream; reading them is one row per counter. */
const lookEveryMs = 500;
/** A proxy closes a stream on which nothing moves. */
const aliveEveryMs = 15_000;

/** GET /campaigns/{id}/preflight and /progress. */
export function campaignProgressRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(preflightRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    return c.json(await runPreflight(deps, { tenantId: actor.tenantId, campaignId: c.req.valid('param').id }), 200);
  });
  app.openapi(progressRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const look = () => withTenant(database.db, actor.tenantId, (db) => readProgress(db, id));
    if (!(await look())) throw notFound('campaign');
    return streamSSE(c, async (stream) => {
      // Every event is the whole state, so a client that comes back needs nothing of what it missed.
      let last = '';
      let spokeAt = Date.now();
      while (!stream.aborted) {
        const progress = await look();
        if (!progress) return;
        const data = JSON.stringify(progress);
        const isDue = data !== last || Date.now() - spokeAt > aliveEveryMs;
        // The stream outlives the request: whoever has signed out or lost the right meanwhile is told nothing more.
        if (isDue && last !== '' && !(await mayStill(c, actor, 'campaigns.read'))) return;
        if (data !== last) {
          await stream.writeSSE({ event: 'progress', data });
          last = data;
          spokeAt = Date.now();
        } else if (isDue) {
          await stream.writeSSE({ event: 'alive', data: '' });
          spokeAt = Date.now();
        }
        await stream.sleep(isClosed(progress.status) ? 5 * lookEveryMs : lookEveryMs);
      }
    });
  });
  return app;
}

async function readProgress(db: TenantDb, campaignId: string) {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) return null;
  const broadcasts = await listBroadcasts(db, campaignId);
  return {
    status: campaign.status as CampaignStatus,
    version: campaign.version,
    startAt: campaign.startAt,
    broadcasts: broadcasts.map(({ id, status, failure, counters, startedAt }) => ({
      id,
      status,
      failure,
      startedAt,
      figures: broadcastFigures(counters),
    })),
  };
}
