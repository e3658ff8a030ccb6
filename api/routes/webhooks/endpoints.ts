import { randomBytes } from 'node:crypto';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  rotateEndpointSecret,
  updateEndpoint,
} from '../../../db/queries/webhooks/endpoints.ts';
import { sealSecret } from '../../../db/sealing.ts';
import { notFound } from '../../../domain/errors.ts';
import {
  Endpoint,
  EndpointChange,
  EndpointInput,
  endpointPurpose,
  EndpointWithSecret,
} from '../../../domain/webhooks/endpoint.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { wakeTenantWebhooks } from './wake.ts';
import { auditedEndpoint, presentEndpoint } from './present.ts';

const tags = ['webhooks'];
const listRoute = createRoute({
  method: 'get',
  path: '/webhook-endpoints',
  action: 'settings.read',
  tags,
  summary: 'Places that are told what happens, the newest first',
  responses: { 200: json(pageOf(Endpoint), 'All of them; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/webhook-endpoints',
  action: 'settings.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Have a place told of some kinds of events; the answer holds the secret that signs them, this once',
  request: { body: jsonBody(EndpointInput) },
  responses: { 201: json(EndpointWithSecret, 'The endpoint with its secret') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/webhook-endpoints/{id}',
  action: 'settings.read',
  versioned: true,
  tags,
  summary: 'One endpoint',
  request: { params: IdParam },
  responses: { 200: json(Endpoint, 'The endpoint') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/webhook-endpoints/{id}',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Change an endpoint, or switch it off and on; what happens while it is off is not told',
  request: { params: IdParam, body: jsonBody(EndpointChange) },
  responses: { 200: json(Endpoint, 'The endpoint') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/webhook-endpoints/{id}',
  action: 'settings.write',
  tags,
  summary: 'Remove an endpoint with what is on its way to it',
  request: { params: IdParam },
  responses: { 204: { description: 'It is told nothing any more' } },
});
const rotateRoute = createRoute({
  method: 'post',
  path: '/webhook-endpoints/{id}/rotate-secret',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Make a new secret for an endpoint; the former one signs beside it for a day',
  request: { params: IdParam },
  responses: { 201: json(EndpointWithSecret, 'The endpoint with its new secret, shown this once') },
});

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** /webhook-endpoints: places that are told what happens. */
export function webhookEndpointRoutes({ database, keyRing, temporal, log }: ApiDeps) {
  const app = newRouter();
  const inTenant = <T>({ tenantId }: Actor, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, tenantId, work);
  const found = async (db: TenantDb, id: string) => {
    const row = await findEndpoint(db, id);
    if (!row) throw notFound('webhook endpoint');
    return row;
  };

  app.openapi(listRoute, async (c) => {
    const rows = await inTenant(allow(c, 'settings.read'), listEndpoints);
    return c.json({ data: rows.map(presentEndpoint), nextCursor: null }, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const [id, secret, input] = [creationId(c), newSecret(), c.req.valid('json')];
    const row = await inTenant(actor, async (db) => {
      const sealed = sealSecret(keyRing, endpointPurpose, secret);
      const before = await findEndpoint(db, id);
      // The request was cut off before it was answered: nobody has seen the secret that it made.
      if (before) await rotateEndpointSecret(db, { id, sealed });
      else {
        await insertEndpoint(db, { ...input, id, sealed, createdByName: actor.name });
        const after = auditedEndpoint(await found(db, id));
        await insertAudit(db, actor, {
          action: 'webhookEndpoint.create',
          entityKind: 'webhookEndpoint',
          entityId: id,
          after,
        });
      }
      return found(db, id);
    });
    await wakeTenantWebhooks(temporal, log, actor.tenantId);
    setEtag(c, row.version);
    return c.json({ ...presentEndpoint(row), secret }, 201);
  });

  app.openapi(getRoute, async (c) => {
    const row = await inTenant(allow(c, 'settings.read'), (db) => found(db, c.req.valid('param').id));
    setEtag(c, row.version);
    return c.json(presentEndpoint(row), 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const row = await inTenant(actor, async (db) => {
      const before = await found(db, id);
      if (!(await updateEndpoint(db, { id, version: expectedVersion(c), change }))) throw changedMeanwhile();
      const after = await found(db, id);
      await insertAudit(db, actor, {
        action: 'webhookEndpoint.update',
        entityKind: 'webhookEndpoint',
        entityId: id,
        before: auditedEndpoint(before),
        after: auditedEndpoint(after),
      });
      return after;
    });
    await wakeTenantWebhooks(temporal, log, actor.tenantId);
    setEtag(c, row.version);
    return c.json(presentEndpoint(row), 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await inTenant(actor, async (db) => {
      const gone = await deleteEndpoint(db, id);
      if (!gone) throw notFound('webhook endpoint');
      await insertAudit(db, actor, {
        action: 'webhookEndpoint.delete',
        entityKind: 'webhookEndpoint',
        entityId: id,
        before: auditedEndpoint(gone),
      });
    });
    return c.body(null, 204);
  });

  app.openapi(rotateRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const secret = newSecret();
    const row = await inTenant(actor, async (db) => {
      const before = await found(db, id);
      await rotateEndpointSecret(db, { id, sealed: sealSecret(keyRing, endpointPurpose, secret) });
      const after = await found(db, id);
      await insertAudit(db, actor, {
        action: 'webhookEndpoint.rotateSecret',
        entityKind: 'webhookEndpoint',
        entityId: id,
        before: { rotatedAt: before.rotatedAt },
        after: { rotatedAt: after.rotatedAt },
      });
      return after;
    });
    return c.json({ ...presentEndpoint(row), secret }, 201);
  });

  return app;
}
