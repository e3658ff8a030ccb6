import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findDelivery, insertTestEvent, listDeliveriesOf, redeliver } from '../../../db/queries/webhooks/deliveries.ts';
import { findEndpoint } from '../../../db/queries/webhooks/endpoints.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { Delivery, DeliveryDetail, DeliveryStatus, RedeliverInput } from '../../../domain/webhooks/endpoint.ts';
import { payloadOf } from '../../../domain/webhooks/event.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';
import { wakeTenantWebhooks } from './wake.ts';

const tags = ['webhooks'];
const DeliveryParam = IdParam.extend({ deliveryId: Id });

const listRoute = createRoute({
  method: 'get',
  path: '/webhook-endpoints/{id}/deliveries',
  action: 'settings.read',
  tags,
  summary: 'What an endpoint was told of or is to be, the newest first; kept for thirty days',
  request: {
    params: IdParam,
    query: PageQuery.omit({ sort: true }).extend({
      status: DeliveryStatus.optional(),
      type: z.string().max(60).optional().openapi({ description: 'A kind of event, such as message.sent' }),
    }),
  },
  responses: { 200: json(pageOf(Delivery), 'A page of deliveries') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/webhook-endpoints/{id}/deliveries/{deliveryId}',
  action: 'settings.read',
  tags,
  summary: 'A delivery with what is sent and what came of each attempt',
  request: { params: DeliveryParam },
  responses: { 200: json(DeliveryDetail, 'The delivery') },
});
const oneRoute = createRoute({
  method: 'post',
  path: '/webhook-endpoints/{id}/deliveries/{deliveryId}/redeliver',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Make a delivery once more, under the same webhook-id',
  request: { params: DeliveryParam },
  responses: { 202: json(Delivery, 'It waits to be made') },
});
const allRoute = createRoute({
  method: 'post',
  path: '/webhook-endpoints/{id}/redeliver',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Make everything once more that failed since a time',
  request: { params: IdParam, body: jsonBody(RedeliverInput) },
  responses: { 202: json(z.object({ redelivered: z.int() }), 'How many wait to be made') },
});
const testRoute = createRoute({
  method: 'post',
  path: '/webhook-endpoints/{id}/test',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Send a test (webhook.test) to see whether it arrives',
  request: { params: IdParam },
  responses: { 202: json(Delivery, 'It waits to be made') },
});

/** /webhook-endpoints/{id}/deliveries: what an endpoint was told of, and once more. */
export function webhookDeliveryRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { id: endpointId } = c.req.valid('param');
    const { limit, cursor, status, type } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findEndpoint(db, endpointId))) throw notFound('webhook endpoint');
      const filter = { ...(status ? { status } : {}), ...(type ? { type } : {}) };
      return listDeliveriesOf(db, { endpointId, limit: limit + 1, before, ...filter });
    });
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.id] }), 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { id: endpointId, deliveryId } = c.req.valid('param');
    const found = await withTenant(database.db, tenantId, (db) => findDelivery(db, { endpointId, id: deliveryId }));
    if (!found) throw notFound('delivery');
    const { delivery, event, tries } = found;
    return c.json({ ...delivery, payload: payloadOf(event), tries }, 200);
  });

  app.openapi(oneRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id: endpointId, deliveryId } = c.req.valid('param');
    const delivery = await withTenant(database.db, actor.tenantId, async (db) => {
      refuseDisabled(await findEndpoint(db, endpointId));
      if (!(await findDelivery(db, { endpointId, id: deliveryId }))) throw notFound('delivery');
      await redeliver(db, { endpointId, id: deliveryId });
      await insertAudit(db, actor, {
        action: 'webhookEndpoint.redeliver',
        entityKind: 'webhookEndpoint',
        entityId: endpointId,
        after: { delivery: deliveryId },
      });
      return (await findDelivery(db, { endpointId, id: deliveryId }))!.delivery;
    });
    await wakeTenantWebhooks(temporal, log, actor.tenantId);
    return c.json(delivery, 202);
  });

  app.openapi(allRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id: endpointId } = c.req.valid('param');
    const since = new Date(c.req.valid('json').since);
    const redelivered = await withTenant(database.db, actor.tenantId, async (db) => {
      refuseDisabled(await findEndpoint(db, endpointId));
      const count = await redeliver(db, { endpointId, since });
      await insertAudit(db, actor, {
        action: 'webhookEndpoint.redeliver',
        entityKind: 'webhookEndpoint',
        entityId: endpointId,
        after: { since, count },
      });
      return count;
    });
    await wakeTenantWebhooks(temporal, log, actor.tenantId);
    return c.json({ redelivered }, 202);
  });

  app.openapi(testRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id: endpointId } = c.req.valid('param');
    const deliveryId = creationId(c);
    const delivery = await withTenant(database.db, actor.tenantId, async (db) => {
      refuseDisabled(await findEndpoint(db, endpointId));
      if (await insertTestEvent(db, { endpointId, deliveryId }))
        await insertAudit(db, actor, {
          action: 'webhookEndpoint.test',
          entityKind: 'webhookEndpoint',
          entityId: endpointId,
          after: { delivery: deliveryId },
        });
      return (await findDelivery(db, { endpointId, id: deliveryId }))!.delivery;
    });
    await wakeTenantWebhooks(temporal, log, actor.tenantId);
    return c.json(delivery, 202);
  });

  return app;
}

function refuseDisabled(row: Awaited<ReturnType<typeof findEndpoint>>): void {
  if (!row) throw notFound('webhook endpoint');
  if (row.disabledAt !== null)
    throw new DomainError('conflict', 'The endpoint is switched off. Switch it on first, then send it once more.');
}
