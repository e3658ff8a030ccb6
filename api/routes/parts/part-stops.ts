import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listExperiments } from '../../../db/queries/experiments/experiments.ts';
import { Id } from '../../../domain/ids.ts';
import { PartStop, stopSentence } from '../../../domain/parts/end.ts';
import type { ApiDeps } from '../../deps.ts';
import { DripParams } from '../drips/find.ts';
import { NurtureParams } from '../nurtures/find.ts';
import { lookAtStop, stoppable, stopPart, tellStopped, type PartPath } from './stop.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const Stopped = z.object({
  id: Id,
  status: z.literal('cancelled'),
  /** For how many people it ended, and how many messages were taken back. */
  people: z.int(),
  messages: z.int(),
});

const routes = [
  { path: '/campaigns/{id}/drips/{dripId}/stop', tags: ['drips'], params: DripParams, kind: stoppable.drips },
  {
    path: '/campaigns/{id}/nurtures/{nurtureId}/stop',
    tags: ['nurture'],
    params: NurtureParams,
    kind: stoppable.nurtures,
  },
] as const;

/** Stopping one drip or nurture programme, while its campaign and its other parts go on. */
export function partStopRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  for (const { path, tags, params, kind } of routes) {
    const pathOf = (given: z.infer<typeof params>): PartPath => {
      const { id, ...part } = given;
      return { id, partId: 'dripId' in part ? part.dripId : part.nurtureId };
    };
    const lookRoute = createRoute({
      method: 'get',
      path,
      action: 'campaigns.read',
      tags: [...tags],
      summary: `Whom stopping this ${kind.what} touches, and what happens to them; nothing is stopped`,
      request: { params },
      responses: { 200: json(PartStop, 'What a stop would do') },
    });
    const stopRoute = createRoute({
      method: 'post',
      path,
      action: 'campaigns.control',
      idempotent: true,
      tags: [...tags],
      summary: `Stop this ${kind.what} for good: everybody leaves it, mail that is queued is taken back, what was sent stays on record`,
      request: { params },
      responses: { 200: json(Stopped, 'It is stopped') },
    });
    app.openapi(lookRoute, async (c) => {
      const { tenantId } = allow(c, 'campaigns.read');
      const touched = await withTenant(database.db, tenantId, (db) =>
        lookAtStop(db, kind, pathOf(c.req.valid('param'))),
      );
      return c.json({ ...touched, sentence: stopSentence(touched) }, 200);
    });
    app.openapi(stopRoute, async (c) => {
      const actor = allow(c, 'campaigns.control');
      const path = pathOf(c.req.valid('param'));
      const { emptied, experimentIds } = await withTenant(database.db, actor.tenantId, async (db) => {
        const emptied = await stopPart(db, actor, kind, path);
        const tests = (await listExperiments(db, path.id)).filter(({ dripId }) => dripId === path.partId);
        return { emptied, experimentIds: tests.map(({ id }) => id) };
      });
      const { tenantId } = actor;
      await tellStopped({ temporal, log }, kind, { tenantId, partId: path.partId, experimentIds });
      return c.json({ id: path.partId, status: 'cancelled' as const, ...emptied }, 200);
    });
  }
  return app;
}
