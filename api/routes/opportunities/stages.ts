import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listStages } from '../../../db/queries/opportunities/stages.ts';
import { mostStages, Stage, StageInput } from '../../../domain/opportunities/stage.ts';
import { versionOfStages } from '../../../domain/opportunities/stages-version.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { replaceStages } from './replace-stages.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['opportunities'];

const listRoute = createRoute({
  method: 'get',
  path: '/opportunity-stages',
  action: 'opportunities.read',
  versioned: true,
  tags,
  summary: 'The stages of the pipeline in their order',
  responses: { 200: json(pageOf(Stage), 'All of them') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/opportunity-stages',
  action: 'settings.write',
  versioned: true,
  tags,
  summary:
    'Put the pipeline: order, names, outcomes, chances; another outcome holds for whatever is or was in the stage',
  request: { body: jsonBody(z.strictObject({ stages: z.array(StageInput).max(mostStages) })) },
  responses: { 200: json(pageOf(Stage), 'The stages as they are now') },
});

/** /opportunity-stages: the pipeline. */
export function opportunityStageRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const data = await withTenant(database.db, tenantId, listStages);
    setEtag(c, versionOfStages(data));
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { stages } = c.req.valid('json');
    const version = expectedVersion(c);
    const data = await withTenant(database.db, actor.tenantId, (db) => replaceStages(db, actor, { stages, version }));
    setEtag(c, versionOfStages(data));
    return c.json({ data, nextCursor: null }, 200);
  });
  return app;
}
