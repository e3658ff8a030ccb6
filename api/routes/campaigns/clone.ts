import { z } from '@hono/zod-openapi';
import { Moment } from '../../../domain/calendar/moment.ts';
import { withTenant } from '../../../db/connection.ts';
import { listActorNames } from '../../../db/queries/audit/actor-names.ts';
import { findCampaignOverview } from '../../../db/queries/campaigns/overviews.ts';
import { Campaign } from '../../../domain/campaigns/campaign.ts';
import { ClonePreview, CloneRequest, SeriesRequest } from '../../../domain/campaigns/clone.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { cloneCampaign, cloneSeries, previewClone } from './clone-campaign.ts';
import { presentCampaign } from './present.ts';
import type { ApiDeps } from '../../deps.ts';
import { setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody } from '../../schemas.ts';

const tags = ['campaigns'];
const previewRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/clone',
  action: 'campaigns.read',
  tags,
  summary: 'What a copy would have and what not; with a rule, when each copy of the series would start',
  request: {
    params: IdParam,
    query: z.object({
      rrule: SeriesRequest.shape.rrule.optional(),
      from: Moment.optional().openapi({ description: 'The first moment of a series; needed with a rule' }),
      name: SeriesRequest.shape.name,
    }),
  },
  responses: { 200: json(ClonePreview, 'Nothing is written') },
});
const cloneRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/clone',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Copy a campaign: type, parts and budget as planned, and nothing of what became of it',
  request: { params: IdParam, body: { content: { 'application/json': { schema: CloneRequest.optional() } } } },
  responses: { 201: json(Campaign, 'The copy, a draft') },
});
const seriesRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/clone-series',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Copy a campaign for each day of a recurrence rule with an end; all copies or none',
  request: { params: IdParam, body: jsonBody(SeriesRequest) },
  responses: {
    201: json(z.object({ data: z.array(z.object({ id: Id, name: z.string() })) }), 'The copies by their start'),
  },
});

/** /campaigns/{id}/clone: one copy, or a series of them. */
export function campaignCloneRoutes({ database, directory }: ApiDeps) {
  const app = newRouter();
  app.openapi(previewRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { rrule, from, name } = c.req.valid('query');
    const series = rrule === undefined ? null : { rrule, from: required(from), name };
    const { id } = c.req.valid('param');
    return c.json(await withTenant(database.db, tenantId, (db) => previewClone(db, id, series)), 200);
  });
  app.openapi(cloneRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: sourceId } = c.req.valid('param');
    const request = c.req.valid('json') ?? {};
    const row = await withTenant(database.db, actor.tenantId, async (db) =>
      findCampaignOverview(db, await cloneCampaign(db, actor, { sourceId, id: creationId(c), request })),
    );
    if (!row) throw notFound('campaign');
    setEtag(c, row.version);
    return c.json(presentCampaign(c, row, await listActorNames(directory.db, [row.ownerId])), 201);
  });
  app.openapi(seriesRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: sourceId } = c.req.valid('param');
    const input = { sourceId, id: creationId(c), request: c.req.valid('json') };
    const data = await withTenant(database.db, actor.tenantId, (db) => cloneSeries(db, actor, input));
    return c.json({ data }, 201);
  });
  return app;
}

function required(from: string | undefined): string {
  if (from !== undefined) return from;
  const message = 'must say when the rule begins';
  throw new DomainError('invalid', `The first moment is missing: from ${message}.`, [
    { path: 'query.from', code: 'required', message },
  ]);
}
