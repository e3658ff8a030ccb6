import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { hastenWaiting } from '../../../db/queries/outbox/batch.ts';
import { findSender } from '../../../db/queries/senders/senders.ts';
import { deleteWarmUp, listWarmUps, saveWarmUp } from '../../../db/queries/deliverability/warm-ups.ts';
import { inZone } from '../../../domain/drips/local-time.ts';
import { notFound } from '../../../domain/errors.ts';
import { WarmUp, WarmUpState } from '../../../domain/senders/warm-up.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody } from '../../schemas.ts';
import { readWarmUps } from '../senders/warm-up-state.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const tags = ['senders'];
const getRoute = createRoute({
  method: 'get',
  path: '/senders/{id}/warm-up',
  action: 'settings.read',
  tags,
  summary: 'How the warm-up of a sender stands: the most on each day, which day it is, what of it is used',
  request: { params: IdParam },
  responses: { 200: json(WarmUpState, 'The warm-up') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/senders/{id}/warm-up',
  action: 'senders.write',
  tags,
  summary: 'Send a little more every day from a sender that is new; what is too much waits for its next day',
  request: { params: IdParam, body: jsonBody(WarmUp) },
  responses: { 200: json(WarmUpState, 'The warm-up') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/senders/{id}/warm-up',
  action: 'senders.write',
  tags,
  summary: 'End the warm-up of a sender; what waits for its next day goes on',
  request: { params: IdParam },
  responses: { 204: { description: 'It is over' } },
});

/** /senders/{id}/warm-up */
export function warmUpRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  const read = async (db: TenantDb, senderId: string): Promise<WarmUpState> => {
    const found = (await readWarmUps(db, new Date().toISOString(), senderId)).get(senderId);
    if (!found) throw notFound('warm-up');
    return found;
  };
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    return c.json(await withTenant(database.db, actor.tenantId, (db) => read(db, c.req.valid('param').id)), 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id: senderId } = c.req.valid('param');
    const { plan, startsAt, startedOn } = c.req.valid('json');
    const state = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findSender(db, senderId))) throw notFound('sender');
      const [before = null] = await listWarmUps(db, senderId);
      const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
      const today = inZone(new Date().toISOString(), timeZone).toPlainDate().toString();
      const after = { plan, startsAt, startedOn: startedOn ?? before?.startedOn ?? today };
      await saveWarmUp(db, { senderId, ...after });
      await hastenWaiting(db, 'warm_up');
      await insertAudit(db, actor, {
        action: 'sender.warmUp',
        entityKind: 'sender',
        entityId: senderId,
        before: before && { plan: before.plan, startsAt: before.startsAt, startedOn: before.startedOn },
        after,
      });
      return read(db, senderId);
    });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.json(state, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id: senderId } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const [before] = await listWarmUps(db, senderId);
      if (!before || !(await deleteWarmUp(db, senderId))) throw notFound('warm-up');
      await hastenWaiting(db, 'warm_up');
      await insertAudit(db, actor, {
        action: 'sender.warmUpEnd',
        entityKind: 'sender',
        entityId: senderId,
        before: { plan: before.plan, startedOn: before.startedOn },
      });
    });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.body(null, 204);
  });
  return app;
}
