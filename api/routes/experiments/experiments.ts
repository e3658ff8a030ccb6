import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import {
  deleteExperiment,
  findExperiment,
  hasExperiment,
  insertExperiment,
  listExperiments,
  updateExperiment,
} from '../../../db/queries/experiments/experiments.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Experiment, ExperimentChange, NewExperiment } from '../../../domain/experiments/experiment.ts';
import { PlanAnswer, PlanQuestion } from '../../../domain/experiments/plan-question.ts';
import { answerPlan } from '../../../domain/experiments/planner.ts';
import { valuesOf, variantsOf } from '../../../domain/experiments/values.ts';
import { tellEdited } from '../campaigns/command.ts';
import { openForEdit } from '../campaigns/edit.ts';
import { holdForChange } from '../campaigns/nothing-new.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { ExperimentParams, requireExperiment, withResults, type FoundExperiment } from './find.ts';
import { presentExperiment } from './present.ts';
import { auditedPlans, checkPlan, planOf, resolveSource } from './write.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['experiments'];
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/experiments',
  action: 'campaigns.read',
  tags,
  summary: 'The A/B tests of a campaign with what came of them',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Experiment), 'All tests; there is one page') },
});
const createExperimentRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/experiments',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Test variants of a broadcast, or of the message of a drip’s step; an approval is voided by it',
  request: { params: IdParam, body: jsonBody(NewExperiment) },
  responses: { 201: json(Experiment, 'The new test') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/experiments/{experimentId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One A/B test with its results, looks and bounds',
  request: { params: ExperimentParams },
  responses: { 200: json(Experiment, 'The test') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/experiments/{experimentId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Change a test that has not begun; an approval is voided by it',
  request: { params: ExperimentParams, body: jsonBody(ExperimentChange) },
  responses: { 200: json(Experiment, 'The test as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}/experiments/{experimentId}',
  action: 'campaigns.write',
  tags,
  summary: 'Remove a test that has not begun; the message itself stays',
  request: { params: ExperimentParams },
  responses: { 204: { description: 'It is gone' } },
});
const planRoute = createRoute({
  method: 'post',
  path: '/experiments/plan',
  action: 'campaigns.read',
  tags,
  summary: 'How many people a test takes, and how long with those there are',
  request: { body: jsonBody(PlanQuestion) },
  responses: { 200: json(PlanAnswer, 'The size of the test') },
});

/** /campaigns/{id}/experiments: A/B tests on what a campaign sends. */
export function experimentRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const found = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findCampaign(db, id))) throw notFound('campaign');
      const all: FoundExperiment[] = [];
      for (const row of await listExperiments(db, id)) all.push(await withResults(db, row));
      return all;
    });
    return c.json({ data: found.map((one) => presentExperiment(c, one)), nextCursor: null }, 200);
  });
  app.openapi(createExperimentRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const { source, ...plan } = c.req.valid('json');
    const id = creationId(c);
    const found = await withTenant(database.db, actor.tenantId, async (db) => {
      // Repeated after a crash: it is there already.
      if (await findExperiment(db, id)) return read(db, { id: campaignId, experimentId: id });
      await openForEdit(db, actor, campaignId);
      const owner = await resolveSource(db, campaignId, source);
      await checkPlan(db, plan, source.kind);
      if (await hasExperiment(db, owner)) {
        const what = owner.broadcastId ? 'broadcast' : 'step';
        throw new DomainError('conflict', `The ${what} has a test already; change that one.`);
      }
      await insertExperiment(db, { id, owner, values: valuesOf(plan), variants: variantsOf(plan) });
      const made = await read(db, { id: campaignId, experimentId: id });
      await insertAudit(db, actor, {
        action: 'experiment.create',
        entityKind: 'campaign',
        entityId: campaignId,
        part: partOf('experiment', made.row),
        ...auditedPlans(null, made.row),
      });
      return made;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId });
    setEtag(c, found.row.version);
    return c.json(presentExperiment(c, found), 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const found = await withTenant(database.db, actor.tenantId, (db) => read(db, c.req.valid('param')));
    setEtag(c, found.row.version);
    return c.json(presentExperiment(c, found), 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const change = c.req.valid('json');
    const found = await withTenant(database.db, actor.tenantId, async (db) => {
      const saysNothingNew = await holdForChange(db, params.id);
      const before = await requireExperiment(db, params);
      const version = expectedVersion(c) ?? before.version;
      if (version !== before.version) throw changedMeanwhile();
      if (saysNothingNew(planOf(before), change)) return read(db, params);
      await openForEdit(db, actor, params.id);
      const plan = { ...planOf(before), ...change };
      await checkPlan(db, plan, before.broadcastId ? 'broadcast' : 'dripStep');
      const values = { id: before.id, version, values: valuesOf(plan), variants: variantsOf(plan) };
      if (!(await updateExperiment(db, values))) throw changedMeanwhile();
      const after = await read(db, params);
      await insertAudit(db, actor, {
        action: 'experiment.update',
        entityKind: 'campaign',
        entityId: params.id,
        part: partOf('experiment', after.row),
        ...auditedPlans(before, after.row),
      });
      return after;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    setEtag(c, found.row.version);
    return c.json(presentExperiment(c, found), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await requireExperiment(db, params);
      await openForEdit(db, actor, params.id);
      if (!(await deleteExperiment(db, before.id)))
        throw new DomainError('conflict', 'The test has begun; it stays as a record.');
      await insertAudit(db, actor, {
        action: 'experiment.delete',
        entityKind: 'campaign',
        entityId: params.id,
        part: partOf('experiment', before),
        ...auditedPlans(before, null),
      });
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    return c.body(null, 204);
  });
  app.openapi(planRoute, (c) => {
    allow(c, 'campaigns.read');
    return c.json(answerPlan(c.req.valid('json')), 200);
  });
  return app;
}

async function read(db: TenantDb, params: { id: string; experimentId: string }): Promise<FoundExperiment> {
  return withResults(db, await requireExperiment(db, params));
}
