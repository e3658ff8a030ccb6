import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findWriteKey,
  insertWriteKey,
  listWriteKeys,
  revokeWriteKey,
  updateWriteKey,
} from '../../../db/queries/ingest/write-keys.ts';
import { listEventNames, listRecent } from '../../../db/queries/ingest/ingest.ts';
import { Id } from '../../../domain/ids.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { misfits, NewWriteKey, WriteKey, WriteKeyChange } from '../../../domain/write-keys/write-key.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { newWriteKeyText } from './write-key-text.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, Time } from '../../schemas.ts';

const tags = ['events in'];
const listRoute = createRoute({
  method: 'get',
  path: '/write-keys',
  action: 'keys.read',
  tags,
  summary: 'The keys that sites and servers send events with, the newest first',
  request: {},
  responses: { 200: json(pageOf(WriteKey), 'All keys; there is one page') },
});
const createKeyRoute = createRoute({
  method: 'post',
  path: '/write-keys',
  action: 'keys.write',
  idempotent: true,
  tags,
  summary: 'Make a write key; its text is in this answer and never shown again',
  request: { body: jsonBody(NewWriteKey) },
  responses: { 201: json(WriteKey.extend({ key: z.string() }).openapi('CreatedWriteKey'), 'The key with its text') },
});
const changeRoute = createRoute({
  method: 'patch',
  path: '/write-keys/{id}',
  action: 'keys.write',
  versioned: true,
  tags,
  summary: 'Change the name of a key, the pages it may be used from, or the trait that speaks of consent',
  request: { params: IdParam, body: jsonBody(WriteKeyChange) },
  responses: { 200: json(WriteKey, 'The key as it is now') },
});
const revokeRoute = createRoute({
  method: 'delete',
  path: '/write-keys/{id}',
  action: 'keys.write',
  tags,
  summary: 'Revoke a write key: within seconds nothing is taken by it any more',
  request: { params: IdParam },
  responses: { 204: { description: 'Revoked; once more changes nothing' } },
});

const Recent = z
  .object({
    id: Id,
    at: Time,
    writeKeyId: Id,
    type: z.string(),
    name: z.string().nullable(),
    outcome: z.enum(['stored', 'applied', 'refused']),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    personId: Id.nullable(),
  })
  .openapi('RecentEvent');
const recentRoute = createRoute({
  method: 'get',
  path: '/events/recent',
  action: 'settings.read',
  tags,
  summary: 'What came in by write keys within a day, and what was refused and why, the newest first',
  request: { query: z.object({ keyId: Id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(pageOf(Recent), 'The last events; there is one page') },
});

const namesRoute = createRoute({
  method: 'get',
  path: '/events/names',
  action: 'people.read',
  tags,
  summary: 'What pages, forms and events are called that came in lately, for rules of segments and entries of drips',
  request: {},
  responses: {
    200: json(pageOf(z.object({ kind: z.string(), name: z.string(), count: z.int() })), 'The names'),
  },
});

/** /write-keys: make, list, change and revoke. */
export function writeKeyRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'keys.read');
    return c.json({ data: await withTenant(database.db, tenantId, listWriteKeys), nextCursor: null }, 200);
  });
  app.openapi(namesRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    return c.json({ data: await withTenant(database.db, tenantId, listEventNames), nextCursor: null }, 200);
  });
  app.openapi(recentRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { keyId = null, limit } = c.req.valid('query');
    const rows = await withTenant(database.db, tenantId, (db) => listRecent(db, { keyId, limit }));
    return c.json({ data: rows.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor: null }, 200);
  });
  app.openapi(createKeyRoute, async (c) => {
    const actor = allow(c, 'keys.write');
    const given = c.req.valid('json');
    const { text, start, hash } = newWriteKeyText(actor.tenantId);
    const made = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const by = { createdBy: actor.personId ?? actor.name, createdByName: actor.name };
      const key = await insertWriteKey(db, { id, ...given, start, keyHash: hash, ...by });
      await insertAudit(db, actor, { action: 'writeKey.create', ...on(id), after: { ...given } });
      return key;
    });
    return c.json({ ...made, key: text }, 201);
  });
  app.openapi(changeRoute, async (c) => {
    const actor = allow(c, 'keys.write');
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const version = expectedVersion(c);
    const after = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findWriteKey(db, id);
      if (!before || before.revokedAt !== null) throw notFound('write key that works');
      refuseMisfits({ ...before, ...change });
      const after = await updateWriteKey(db, { id, version, change });
      if (!after) throw changedMeanwhile();
      const { lastUsedAt: _a, version: _b, ...was } = before;
      const { lastUsedAt: _c, version: _d, ...is } = after;
      await insertAudit(db, actor, { action: 'writeKey.update', ...on(id), before: was, after: is });
      return after;
    });
    setEtag(c, after.version);
    return c.json(after, 200);
  });
  app.openapi(revokeRoute, async (c) => {
    const actor = allow(c, 'keys.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const key = await findWriteKey(db, id);
      if (!key) throw notFound('write key');
      if (!(await revokeWriteKey(db, id))) return;
      await insertAudit(db, actor, {
        action: 'writeKey.revoke',
        ...on(id),
        before: { name: key.name, kind: key.kind },
      });
    });
    return c.body(null, 204);
  });
  return app;
}

const on = (entityId: string) => ({ entityKind: 'writeKey', entityId });

function refuseMisfits(key: Pick<WriteKey, 'kind' | 'origins' | 'consentTrait'>): void {
  const fields = misfits(key).map((misfit) => ({ ...misfit, code: 'does_not_go_together' }));
  if (fields.length > 0) throw new DomainError('invalid', `${fields[0]!.path} ${fields[0]!.message}.`, fields);
}
