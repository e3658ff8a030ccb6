import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { overviewScores } from '../../../db/queries/scoring/person-scores.ts';
import { listDrifts } from '../../../db/queries/scoring/drifts.ts';
import { findModel, findModelIn, listModels, type ModelRow } from '../../../db/queries/scoring/models.ts';
import { insertCandidate } from '../../../db/queries/scoring/model-course.ts';
import { countOutcomes } from '../../../db/queries/scoring/training-moments.ts';
import { findWorkflowRun } from '../../../db/queries/workflow-runs.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { fewestToLearn, isEnoughToLearn } from '../../../domain/scoring/grade.ts';
import { Model, ModelSummary, ScoringState } from '../../../domain/scoring/model.ts';
import { trainingWorkflowId } from '../../../workflows/scoring/model-training.ts';
import { scoringWorkflowId } from '../../../workflows/scoring/scoring.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { page, readCursor } from '../../cursor.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery, WorkflowRef } from '../../schemas.ts';
import { givePromotion, giveRollBack, giveScoring, wakeTraining } from './command.ts';
import { presentModel, presentSummary } from './present.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['scoring'];
const Shown = Model.openapi('Model');
const listRoute = createRoute({
  method: 'get',
  path: '/models',
  action: 'models.read',
  tags,
  summary: 'The models that were learned, the newest first, with how good each is',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(ModelSummary.openapi('ModelSummary')), 'A page of models') },
});
const State = ScoringState.extend({ workflow: WorkflowRef }).openapi('ScoringState');
const stateRoute = createRoute({
  method: 'get',
  path: '/models/state',
  action: 'models.read',
  tags,
  summary: 'What scores people, how scores stand, and what there is to learn from',
  responses: { 200: json(State, 'As of now') },
});
const findRoute = createRoute({
  method: 'get',
  path: '/models/{id}',
  action: 'models.read',
  tags,
  summary:
    'A model: what it learned from, how good it is and for whom, what was kept from it, how far people have moved since',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The model') },
});
const trainRoute = createRoute({
  method: 'post',
  path: '/models/train',
  action: 'models.write',
  idempotent: true,
  tags,
  summary: 'Learn a model now; it scores beside what scores now until it is decided on',
  responses: {
    202: json(ModelSummary.extend({ workflow: WorkflowRef }), 'The candidate; its state says how far it is'),
  },
});
const promoteRoute = createRoute({
  method: 'post',
  path: '/models/{id}/promote',
  action: 'models.write',
  idempotent: true,
  tags,
  summary: 'Make the shadow the champion: everybody is scored by it from now on',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The champion') },
});
const RollBack = z.strictObject({ from: Id.optional() });
const rollBackRoute = createRoute({
  method: 'post',
  path: '/models/roll-back',
  action: 'models.write',
  idempotent: true,
  tags,
  summary:
    'Step back from the champion to what scored before it, one step; `from` says which model is meant, and without it the one that scores now is',
  request: { body: { content: { 'application/json': { schema: RollBack.optional() } } } },
  responses: { 200: json(z.object({ champion: ModelSummary.nullable() }), 'What scores now; null: the rule') },
});

const scoreRoute = createRoute({
  method: 'post',
  path: '/models/score-everybody',
  action: 'models.write',
  idempotent: true,
  tags,
  summary: 'Score everybody now instead of once a day, and look how far people have moved since the model was learned',
  responses: { 202: json(z.object({ workflow: WorkflowRef }), 'Everybody is being scored') },
});

/** Refreshes of which a model tells how far people had moved. */
const shownDrifts = 60;

/** GET /models, /models/state, /models/{id}; POST /models/train, /models/{id}/promote, /models/roll-back, /models/score-everybody */
export function modelRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'models.read');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.int()]));
    const rows = await withTenant(database.db, actor.tenantId, (db) =>
      listModels(db, { limit: limit + 1, ...(after ? { before: after[0] } : {}) }),
    );
    return c.json(page(c, rows.map(presentSummary), { limit, cursorOf: ({ version }) => [version] }), 200);
  });
  app.openapi(stateRoute, async (c) => {
    const actor = allow(c, 'models.read');
    const { state, runId } = await withTenant(database.db, actor.tenantId, async (db) => ({
      state: await readState(db),
      runId: await findWorkflowRun(db, 'modelTraining', actor.tenantId),
    }));
    return c.json({ ...state, workflow: workflowLink(c, { id: trainingWorkflowId(actor), runId }) }, 200);
  });
  app.openapi(findRoute, async (c) => {
    const actor = allow(c, 'models.read');
    const { id } = c.req.valid('param');
    return c.json(await withTenant(database.db, actor.tenantId, (db) => readModel(db, id)), 200);
  });
  app.openapi(trainRoute, async (c) => {
    const actor = allow(c, 'models.write');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const outcomes = await countOutcomes(db, new Date());
      if (!isEnoughToLearn(outcomes)) throw tooLittle(outcomes);
      const id = await insertCandidate(db, { id: creationId(c), cause: 'asked', nowIso: new Date().toISOString() });
      if (id)
        await insertAudit(db, actor, {
          action: 'model.train',
          entityKind: 'model',
          entityId: id,
          after: { state: 'candidate' },
        });
      return (await findModelIn(db, 'candidate'))!;
    });
    const runId = await wakeTraining(temporal, log, actor.tenantId);
    const workflow = workflowLink(c, { id: trainingWorkflowId(actor), runId });
    return c.json({ ...presentSummary(row), workflow }, 202);
  });
  app.openapi(promoteRoute, async (c) => {
    const actor = allow(c, 'models.write');
    const { id } = c.req.valid('param');
    const model = await withTenant(database.db, actor.tenantId, (db) => findModel(db, id));
    if (!model) throw notFound('model');
    await givePromotion(temporal, actor, id);
    return c.json(await withTenant(database.db, actor.tenantId, (db) => readModel(db, id)), 200);
  });
  app.openapi(rollBackRoute, async (c) => {
    const actor = allow(c, 'models.write');
    const champion = await withTenant(database.db, actor.tenantId, (db) => findModelIn(db, 'champion'));
    if (!champion) throw new DomainError('conflict', 'No model scores, so there is none to step back from.');
    const { from = champion.id } = c.req.valid('json') ?? {};
    await giveRollBack(temporal, actor, from);
    const now = await withTenant(database.db, actor.tenantId, (db) => findModelIn(db, 'champion'));
    return c.json({ champion: now ? presentSummary(now) : null }, 200);
  });
  app.openapi(scoreRoute, async (c) => {
    const actor = allow(c, 'models.write');
    const runId = await giveScoring(temporal, actor);
    await withTenant(database.db, actor.tenantId, (db) =>
      insertAudit(db, actor, { action: 'model.scoreEverybody', entityKind: 'tenant', entityId: actor.tenantId }),
    );
    return c.json({ workflow: workflowLink(c, { id: scoringWorkflowId(actor), runId }) }, 202);
  });
  return app;
}

async function readModel(db: TenantDb, id: string): Promise<Model> {
  const row = await findModel(db, id);
  if (!row) throw notFound('model');
  const replaced = row.replacedId ? await findModel(db, row.replacedId) : undefined;
  return presentModel(row, { replaced, drift: await listDrifts(db, id, shownDrifts) });
}

async function readState(db: TenantDb): Promise<ScoringState> {
  const [champion, shadow] = [await findModelIn(db, 'champion'), await findModelIn(db, 'shadow')];
  const candidate = await findModelIn(db, 'candidate');
  const scores = await overviewScores(db);
  const named = (row: ModelRow | undefined) => (row ? { id: row.id, version: row.version } : null);
  return {
    champion: named(champion),
    shadow: shadow ? { ...named(shadow)!, suggestedAt: shadow.suggestedAt?.toISOString() ?? null } : null,
    learningSince: candidate?.createdAt.toISOString() ?? null,
    outcomes: { ...(await countOutcomes(db, new Date())), needed: fewestToLearn },
    scores: { ...scores, scoredAt: scores.scoredAt?.toISOString() ?? null },
  };
}

/** What is missing before anything can be learned, and how much of it. */
function tooLittle({ converted, lost }: { converted: number; lost: number }): DomainError {
  const missing = [
    { count: fewestToLearn - converted, what: 'more leads that were converted' },
    { count: fewestToLearn - lost, what: 'more leads that were not converted in 90 days' },
  ].filter(({ count }) => count > 0);
  const words = missing.map(({ count, what }) => `${count} ${what}`).join(' and ');
  return new DomainError(
    'conflict',
    `There is too little to learn from: it takes ${words}. Until then the rule scores.`,
  );
}
