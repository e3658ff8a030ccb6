import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { askForAllOpportunities } from '../../db/queries/attribution-facts.ts';
import { findModelSettings, writeModelSettings } from '../../db/queries/attribution-settings.ts';
import { findAttributionState } from '../../db/queries/attribution-state.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { ModelSettings } from '../../domain/attribution/model.ts';
import { attributionWorkflowId } from '../../workflows/attribution-rebuild.ts';
import { wakeAttribution } from '../attribution/wake.ts';
import type { ApiDeps } from '../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../etag.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody, WorkflowRef } from '../schemas.ts';
import { workflowLink } from '../workflow-link.ts';

const tags = ['attribution'];
const readRoute = createRoute({
  method: 'get',
  path: '/attribution/settings',
  action: 'attribution.read',
  versioned: true,
  tags,
  summary: 'How the models are set; the look-back and whether opens count stand on the tenant',
  responses: { 200: json(ModelSettings, 'The settings') },
});
const writeRoute = createRoute({
  method: 'put',
  path: '/attribution/settings',
  action: 'settings.write',
  versioned: 'required',
  tags,
  summary: 'Set the half-life and the weights of the custom model; everything is credited anew',
  request: { body: jsonBody(ModelSettings) },
  responses: { 200: json(ModelSettings, 'The settings as they are now') },
});
const Rebuild = z.object({ waiting: z.int(), workflow: WorkflowRef });
const rebuildRoute = createRoute({
  method: 'post',
  path: '/attribution/rebuild',
  action: 'attribution.rebuild',
  idempotent: true,
  tags,
  summary: 'Work all credits out anew from the facts; only what differs is written',
  responses: { 202: json(Rebuild, 'How many opportunities wait; every report says how many still do') },
});

/** GET and PUT /attribution/settings, POST /attribution/rebuild */
export function attributionSettingsRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(readRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { version, ...settings } = await withTenant(database.db, actor.tenantId, findModelSettings);
    setEtag(c, version);
    return c.json(settings, 200);
  });
  app.openapi(writeRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const settings = c.req.valid('json');
    const expected = expectedVersion(c);
    const version = await withTenant(database.db, actor.tenantId, async (db) => {
      const { version, ...before } = await findModelSettings(db);
      if ((expected !== null && expected !== version) || !(await writeModelSettings(db, settings, version)))
        throw changedMeanwhile();
      const change = {
        action: 'attribution.set',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before,
        after: settings,
      };
      await insertAudit(db, actor, change);
      return version + 1;
    });
    await wakeAttribution(temporal, log, actor.tenantId);
    setEtag(c, version);
    return c.json(settings, 200);
  });
  app.openapi(rebuildRoute, async (c) => {
    const actor = allow(c, 'attribution.rebuild');
    const { waiting } = await withTenant(database.db, actor.tenantId, async (db) => {
      const opportunities = await askForAllOpportunities(db);
      const entry = {
        action: 'attribution.rebuild',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        after: { opportunities },
      };
      await insertAudit(db, actor, entry);
      return findAttributionState(db);
    });
    await wakeAttribution(temporal, log, actor.tenantId);
    const workflow = workflowLink(c, { id: attributionWorkflowId(actor), runId: null });
    return c.json({ waiting, workflow }, 202);
  });
  return app;
}
