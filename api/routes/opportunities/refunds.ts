import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listRefunds } from '../../../db/queries/opportunities/refunds.ts';
import { Id } from '../../../domain/ids.ts';
import { NewRefund, Refund } from '../../../domain/opportunities/refund.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { addRefund, opportunityOf, removeRefund } from './write-refund.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['opportunities'];

const listRoute = createRoute({
  method: 'get',
  path: '/opportunities/{id}/refunds',
  action: 'opportunities.read',
  tags,
  summary: 'What was given back, the newest day first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Refund), 'All of them') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/opportunities/{id}/refunds',
  action: 'opportunities.write',
  idempotent: true,
  tags,
  summary: 'Say that money was given back; the same external id once more is the same refund',
  request: { params: IdParam, body: jsonBody(NewRefund) },
  responses: { 201: json(Refund, 'The refund') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/opportunities/{id}/refunds/{refundId}',
  action: 'opportunities.write',
  tags,
  summary: 'Take a refund back that was none',
  request: { params: z.object({ id: Id, refundId: Id }) },
  responses: { 204: { description: 'It is gone' } },
});

/** /opportunities/{id}/refunds */
export function opportunityRefundRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => {
      await opportunityOf(db, id);
      return listRefunds(db, id);
    });
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const refund = { opportunityId: c.req.valid('param').id, id: creationId(c), input: c.req.valid('json') };
    return c.json(await withTenant(database.db, actor.tenantId, (db) => addRefund(db, actor, refund)), 201);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const { id: opportunityId, refundId: id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, (db) => removeRefund(db, actor, { opportunityId, id }));
    return c.body(null, 204);
  });
  return app;
}
