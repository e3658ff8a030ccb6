import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { askForAllOpportunities, readOpportunityFacts } from '../../../db/queries/attribution/facts.ts';
import {
  countTouchesBefore,
  findModelSettings,
  listCampaignNames,
  listLastWon,
  writeModelSettings,
} from '../../../db/queries/attribution/settings.ts';
import { findAttributionState } from '../../../db/queries/attribution/state.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findWorkflowRun } from '../../../db/queries/workflow-runs.ts';
import { Model, ModelSettings } from '../../../domain/attribution/model.ts';
import { SettingsPreview, shiftsOf } from '../../../domain/attribution/settings-preview.ts';
import { TenantSettings } from '../../../domain/tenants/tenant.ts';
import { attributionWorkflowId } from '../../../workflows/reports/attribution-rebuild.ts';
import { wakeAttribution } from './wake.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, Time, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';

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
  summary: 'Set the half-life and the weights of the custom model; everything is recalculated',
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
  summary: 'Recalculate all credits from the facts; only what differs is written',
  responses: { 202: json(Rebuild, 'How many opportunities wait; every report says how many still do') },
});

const Changed = ModelSettings.extend({
  lookBackDays: TenantSettings.shape.lookBackDays.optional().openapi({ description: 'Where it would be different' }),
});
const previewRoute = createRoute({
  method: 'post',
  path: '/attribution/settings/preview',
  action: 'attribution.read',
  tags,
  summary: 'What other settings would change, before they are saved; nothing is written',
  request: { body: jsonBody(Changed) },
  responses: { 200: json(SettingsPreview, 'What would be recalculated, and what would move between campaigns') },
});
const State = z.object({
  waiting: z.int().openapi({ description: 'Opportunities that are still to be credited' }),
  opportunities: z.int(),
  lastWrittenAt: Time.nullable(),
  workflow: WorkflowRef,
});
const stateRoute = createRoute({
  method: 'get',
  path: '/attribution/rebuild',
  action: 'attribution.read',
  tags,
  summary: 'How far crediting is: how many opportunities wait',
  responses: { 200: json(State, 'As of now') },
});

/** How many opportunities a preview works out. */
const previewed = 1000;

/** GET and PUT /attribution/settings, their preview, and GET and POST /attribution/rebuild */
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
  app.openapi(previewRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { lookBackDays, ...then } = c.req.valid('json');
    return c.json(await withTenant(database.db, actor.tenantId, (db) => previewOf(db, { then, lookBackDays })), 200);
  });
  app.openapi(stateRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { state, runId } = await withTenant(database.db, actor.tenantId, async (db) => ({
      state: await findAttributionState(db),
      runId: await findWorkflowRun(db, 'attribution', actor.tenantId),
    }));
    const { waiting, opportunities, lastWrittenAt } = state;
    const workflow = workflowLink(c, { id: attributionWorkflowId(actor), runId });
    return c.json({ waiting, opportunities, lastWrittenAt: lastWrittenAt?.toISOString() ?? null, workflow }, 200);
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
    const runId = await wakeAttribution(temporal, log, actor.tenantId);
    const workflow = workflowLink(c, { id: attributionWorkflowId(actor), runId });
    return c.json({ waiting, workflow }, 202);
  });
  return app;
}

async function previewOf(
  db: TenantDb,
  { then, lookBackDays }: { then: ModelSettings; lookBackDays: number | undefined },
): Promise<SettingsPreview> {
  const { version: _version, ...now } = await findModelSettings(db);
  const tenant = await db.selectFrom('tenants').select(['currency', 'lookBackDays']).executeTakeFirstOrThrow();
  const facts = await readOpportunityFacts(db, await listLastWon(db, previewed));
  const shifts = shiftsOf([...facts.values()], { now, then });
  const names = await listCampaignNames(db, [...new Set(shifts.map(({ campaignId }) => campaignId))]);
  const money = (amountMinor: number) => ({ amountMinor, currency: tenant.currency });
  const isShorter = lookBackDays !== undefined && lookBackDays < tenant.lookBackDays;
  return {
    opportunities: (await findAttributionState(db)).opportunities,
    looked: facts.size,
    models: Model.options.flatMap((model) => {
      const own = shifts.filter((shift) => shift.model === model);
      const campaigns = own.map(({ campaignId, nowMinor, thenMinor }) => ({
        ...{ campaignId, name: names.get(campaignId) ?? '', now: money(nowMinor), then: money(thenMinor) },
      }));
      return campaigns.length > 0 ? { model, campaigns } : [];
    }),
    touchesLost: isShorter ? await countTouchesBefore(db, lookBackDays) : null,
  };
}
