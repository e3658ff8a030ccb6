import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listBroadcasts } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { Preflight } from '../../../domain/campaigns/preflight.ts';
import { isClosed, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { broadcastFigures } from './present.ts';
import { runPreflight } from './preflight.ts';
import { mayStill } from '../../auth/standing.ts';
import type { ApiDeps } from '../../deps.ts';
import { createStreamCount, mostStreams } from '../../open-streams.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
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
  const takeStream = createStreamCount();
  app.openapi(preflightRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    return c.json(await runPreflight(deps, { tenantId: actor.tenantId, campaignId: c.req.valid('param').id }), 200);
  });
  app.openapi(progressRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const look = () => withTenant(database.db, actor.tenantId, (db) => readProgress(db, id));
    if (!(await look())) throw notFound('campaign');
    // A look at the head alone is answered by it: nobody reads what would follow, and nobody would end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
    const letGo = takeStream(c.var.identity?.credentialId ?? '');
    if (!letGo) throw tooMany(c);
    return streamSSE(c, async (stream) => {
      stream.onAbort(letGo);
      const isStillAllowed = () => mayStill(c, actor, 'campaigns.read');
      await follow(stream, { look, isStillAllowed })
        .catch((error: unknown) => c.var.log.error({ err: error }, 'a live stream broke off'))
        .finally(letGo);
    });
  });
  return app;
}

type Progress = NonNullable<Awaited<ReturnType<typeof readProgress>>>;

/** Tells each change until whoever listens is gone, may listen no more, or there is nothing to tell of. */
async function follow(
  stream: SSEStreamingApi,
  { look, isStillAllowed }: { look: () => Promise<Progress | null>; isStillAllowed: () => Promise<boolean> },
): Promise<void> {
  // Every event is the whole state, so a client that comes back needs nothing of what it missed.
  let last = '';
  let spokeAt = Date.now();
  while (!stream.aborted) {
    const progress = await look();
    if (!progress) return;
    const data = JSON.stringify(progress);
    const isDue = data !== last || Date.now() - spokeAt > aliveEveryMs;
    // The stream outlives the request: whoever has signed out or lost the right meanwhile is told nothing more.
    if (isDue && last !== '' && !(await isStillAllowed())) return;
    if (isDue) {
      await stream.writeSSE(data === last ? { event: 'alive', data: '' } : { event: 'progress', data });
      last = data;
      spokeAt = Date.now();
    }
    await stream.sleep(isClosed(progress.status) ? 5 * lookEveryMs : lookEveryMs);
  }
}

function tooMany(c: Context<ApiEnv>): DomainError {
  c.header('Retry-After', '5');
  return new DomainError('rate_limited', `${mostStreams} live streams are open already. Close some of them first.`);
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
