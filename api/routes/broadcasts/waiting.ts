import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { findBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { listWaiting } from '../../../db/queries/parts/source-progress.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, pageOf } from '../../schemas.ts';

const Waiting = z.object({
  /** A stable code such as `warm_up` or `receiver_slow:google`. */
  reason: z.string(),
  messages: z.int(),
  /** When the first of them may go. */
  until: z.iso.datetime(),
});
const waitingRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/waiting',
  action: 'campaigns.read',
  tags: ['campaigns'],
  summary:
    'What of a broadcast waits for its time, why and until when: warm-up, patience of a receiver, limits, tries to come',
  request: { params: z.object({ id: Id, broadcastId: Id }) },
  responses: { 200: json(pageOf(Waiting), 'By reason, the most first; there is one page') },
});

/** /campaigns/{id}/broadcasts/{broadcastId}/waiting */
export function broadcastWaitingRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(waitingRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id, broadcastId } = c.req.valid('param');
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      if ((await findBroadcast(db, broadcastId))?.campaignId !== id) throw notFound('broadcast');
      return listWaiting(db, broadcastId, new Date().toISOString());
    });
    return c.json({ data: rows.map((row) => ({ ...row, until: row.until.toISOString() })), nextCursor: null }, 200);
  });
  return app;
}
