import { withTenant } from '../../db/connection.ts';
import { countOutcomes, listFeatures } from '../../db/queries/person-features.ts';
import { notFound } from '../../domain/errors.ts';
import { fewestToLearn } from '../../domain/scoring/grade.ts';
import { rulePoints, ruleScore } from '../../domain/scoring/rule-score.ts';
import { PersonScore } from '../../domain/scoring/score.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json } from '../schemas.ts';

const getScore = createRoute({
  method: 'get',
  path: '/people/{id}/score',
  action: 'people.read',
  tags: ['people'],
  summary: 'The score of a person by what is known of them now, and why',
  request: { params: IdParam },
  responses: { 200: json(PersonScore.openapi('PersonScore'), 'The score with its reasons') },
});

/** GET /people/{id}/score */
export function scoreRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(getScore, async (c) => {
    const actor = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const asOf = new Date();
    const { features, outcomes } = await withTenant(database.db, actor.tenantId, async (db) => ({
      features: (await listFeatures(db, [{ personId, asOf }])).get(personId),
      outcomes: await countOutcomes(db, asOf),
    }));
    if (!features) throw notFound('person');
    return c.json(
      {
        personId,
        kind: 'rule' as const,
        ...ruleScore(features),
        base: rulePoints,
        outcomes: { ...outcomes, needed: fewestToLearn },
        asOf: asOf.toISOString(),
      },
      200,
    );
  });
  return app;
}
