import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listFeatures } from '../../../db/queries/scoring/person-features.ts';
import { findScore, listScoreMoves, listScores } from '../../../db/queries/scoring/person-scores.ts';
import { findModel, listModelVersions } from '../../../db/queries/scoring/models.ts';
import { countOutcomes } from '../../../db/queries/scoring/training-moments.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { fewestToLearn } from '../../../domain/scoring/grade.ts';
import { rulePoints, ruleScore } from '../../../domain/scoring/rule-score.ts';
import { ListedScore, PersonScore } from '../../../domain/scoring/score.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody } from '../../schemas.ts';

const getScore = createRoute({
  method: 'get',
  path: '/people/{id}/score',
  action: 'people.read',
  tags: ['people'],
  summary:
    'The score of a person, what made it, why, and what moved it: a model where one scores, else the rule, called a rule',
  request: { params: IdParam },
  responses: { 200: json(PersonScore.openapi('PersonScore'), 'The score with its reasons') },
});
const batchRoute = createRoute({
  method: 'post',
  path: '/scores/batch',
  action: 'people.read',
  tags: ['scoring'],
  summary: 'The scores of up to 500 people at once; nothing is written',
  request: { body: jsonBody(z.strictObject({ personIds: z.array(Id).min(1).max(500) })) },
  responses: {
    200: json(
      z.object({ data: z.array(ListedScore.openapi('ListedScore')), unknown: z.array(Id) }),
      'The scores, and the ids that are nobody',
    ),
  },
});

/** Moves of a score that are shown. */
const shownMoves = 50;

/** GET /people/{id}/score and POST /scores/batch */
export function scoreRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(getScore, async (c) => {
    const actor = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const score = await withTenant(database.db, actor.tenantId, (db) => readScore(db, personId));
    if (!score) throw notFound('person');
    return c.json(score, 200);
  });
  app.openapi(batchRoute, async (c) => {
    const actor = allow(c, 'people.read');
    const { personIds } = c.req.valid('json');
    const scores = await withTenant(database.db, actor.tenantId, (db) => readScores(db, [...new Set(personIds)]));
    const known = new Set(scores.map(({ personId }) => personId));
    return c.json({ data: scores, unknown: [...new Set(personIds)].filter((id) => !known.has(id)) }, 200);
  });
  return app;
}

/** The score that a model has given, else the rule's as of now; undefined where there is no such person. */
async function readScore(db: TenantDb, personId: string): Promise<PersonScore | undefined> {
  const asOf = new Date();
  const features = (await listFeatures(db, [{ personId, asOf }])).get(personId);
  if (!features) return undefined;
  const moves = await listScoreMoves(db, personId, shownMoves);
  const versions = await listModelVersions(
    db,
    moves.flatMap(({ modelId }) => modelId ?? []),
  );
  const history = moves.map(({ at, wasAt, modelId, personId: _, ...move }) => ({
    ...{ at: at.toISOString(), wasAt: wasAt.toISOString(), ...move },
    model: modelId === null ? null : { id: modelId, version: versions.get(modelId)! },
  }));
  return (
    (await readModelScore(db, personId, history)) ?? {
      personId,
      kind: 'rule',
      model: null,
      chance: null,
      ...ruleScore(features),
      base: rulePoints,
      others: 0,
      outcomes: { ...(await countOutcomes(db, asOf)), needed: fewestToLearn },
      asOf: asOf.toISOString(),
      history,
    }
  );
}

async function readModelScore(
  db: TenantDb,
  personId: string,
  history: PersonScore['history'],
): Promise<PersonScore | undefined> {
  const kept = await findScore(db, personId);
  const model = kept?.modelId ? await findModel(db, kept.modelId) : undefined;
  if (!kept || !model?.card || model.state !== 'champion') return undefined;
  const { base, learned } = model.card;
  const named = kept.reasons.reduce((sum, { points }) => sum + points, 0);
  return {
    personId,
    kind: 'model',
    model: { id: model.id, version: model.version },
    chance: kept.chance,
    score: kept.score,
    grade: kept.grade,
    base: Math.round(base * 10) / 10,
    reasons: kept.reasons,
    others: Math.round(((kept.chance ?? 0) * 100 - base - named) * 10) / 10,
    outcomes: { converted: learned.converted, lost: learned.people - learned.converted, needed: fewestToLearn },
    asOf: kept.scoredAt.toISOString(),
    history,
  };
}

/** Scores as they are kept; whoever is new is scored by the rule here. */
async function readScores(db: TenantDb, personIds: readonly string[]): Promise<z.infer<typeof ListedScore>[]> {
  const kept = await listScores(db, personIds);
  const asOf = new Date();
  const rest = personIds.filter((id) => !kept.has(id)).map((personId) => ({ personId, asOf }));
  const features = rest.length > 0 ? await listFeatures(db, rest) : new Map();
  return personIds.flatMap((personId) => {
    const score = kept.get(personId);
    if (score) {
      const { scoredAt, ...rated } = score;
      return [
        { ...rated, kind: score.modelId ? ('model' as const) : ('rule' as const), scoredAt: scoredAt.toISOString() },
      ];
    }
    const known = features.get(personId);
    if (!known) return [];
    const { score: points, grade } = ruleScore(known);
    return [
      {
        personId,
        kind: 'rule' as const,
        chance: null,
        modelId: null,
        score: points,
        grade,
        scoredAt: asOf.toISOString(),
      },
    ];
  });
}
