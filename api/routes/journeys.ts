import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { listJourneys, listMoves } from '../../db/queries/drips/people.ts';
import { hasPerson } from '../../db/queries/people/timeline.ts';
import { Journey } from '../../domain/drips/position.ts';
import { nameOf, nextSentence } from '../../domain/drips/sentences.ts';
import { notFound } from '../../domain/errors.ts';
import { NurtureJourney } from '../../domain/nurtures/journey.ts';
import type { ApiDeps } from '../deps.ts';
import { ruleReader, stepsByName } from './drips/find.ts';
import { presentPosition } from './drips/present-people.ts';
import { readNurtureJourneys } from './nurtures/journeys.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, pageOf } from '../schemas.ts';

/** The newest journeys that a page shows. */
const mostJourneys = 100;

const journeysRoute = createRoute({
  method: 'get',
  path: '/people/{id}/journeys',
  action: 'people.read',
  tags: ['people'],
  summary:
    'Where a person is in every drip and nurture programme, what comes next and when, and why something did not happen',
  request: { params: IdParam },
  responses: {
    200: json(
      pageOf(Journey).extend({ nurtures: z.array(NurtureJourney) }),
      'Journeys, newest first: through drips, 100 at most, and through nurture programmes, 50 at most',
    ),
  },
});

/** /people/{id}/journeys */
export function journeyRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(journeysRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const answer = await withTenant(database.db, tenantId, async (db) => {
      if (!(await hasPerson(db, id))) throw notFound('person');
      const rows = await listJourneys(db, id, mostJourneys);
      const moves = await listMoves(
        db,
        rows.map((row) => row.id),
      );
      const ruleOf = ruleReader(db);
      const shown: Journey[] = [];
      for (const row of rows) {
        const { steps } = await ruleOf({ dripId: row.dripId, number: row.version });
        const { campaignId, campaignName, dripId, dripName } = row;
        const own = moves.filter((move) => move.positionId === row.id);
        const named = await stepsByName(ruleOf, row, [row.step, ...own.map(({ step }) => step)]);
        shown.push({
          ...presentPosition(row, named),
          campaignId,
          campaignName,
          dripId,
          dripName,
          next: nextSentence(row, steps),
          moves: own.map(({ at, step, outcome, reason }) => ({
            at: at.toISOString(),
            step,
            stepName: nameOf(named, step),
            outcome,
            reason,
          })),
        });
      }
      return { data: shown, nextCursor: null, nurtures: await readNurtureJourneys(db, id) };
    });
    return c.json(answer, 200);
  });
  return app;
}
