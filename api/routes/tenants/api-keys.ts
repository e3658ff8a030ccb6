import { z } from '@hono/zod-openapi';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { includesRole } from '../../../domain/policy/policy.ts';
import { roles } from '../../../domain/policy/roles.ts';
import { deleteKey, findKey, listKeys, type ListedKey } from '../../auth/keys.ts';
import { createKeyWith } from '../../auth/provision.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, PageQuery, pageOf, Time } from '../../schemas.ts';

const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    start: z.string().openapi({ description: 'The first letters, to tell keys apart' }),
    role: z.enum(roles),
    createdBy: z
      .object({ id: Id, name: z.string() })
      .openapi({ description: 'The person whom approvals see behind the key' }),
    createdAt: Time,
    expiresAt: Time.nullable(),
    lastUsedAt: Time.nullable(),
  })
  .openapi('ApiKey');

const NewApiKey = z
  .object({
    name: z.string().trim().min(1).max(100),
    role: z.enum(roles),
    expiresInDays: z
      .int()
      .min(1)
      .max(730)
      .nullable()
      .default(null)
      .openapi({ description: 'Null: until it is revoked' }),
  })
  .strict()
  .openapi('NewApiKey');

const tags = ['API keys'];

const listApiKeys = createRoute({
  method: 'get',
  path: '/api-keys',
  action: 'keys.read',
  tags,
  summary: 'The API keys of the organisation, newest first',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(ApiKey), 'A page of keys') },
});

const postApiKey = createRoute({
  method: 'post',
  path: '/api-keys',
  action: 'keys.write',
  idempotent: true,
  tags,
  summary: 'Make an API key; its text is in this answer and never shown again',
  request: { body: jsonBody(NewApiKey) },
  responses: { 201: json(ApiKey.extend({ key: z.string() }).openapi('CreatedApiKey'), 'The key') },
});

const deleteApiKey = createRoute({
  method: 'delete',
  path: '/api-keys/{id}',
  action: 'keys.write',
  tags,
  summary: 'Revoke a key at once',
  request: { params: IdParam },
  responses: { 204: { description: 'Revoked' } },
});

/** The API keys of the organisation. */
export function apiKeysRoutes({ auth }: ApiDeps) {
  const app = newRouter();

  app.openapi(listApiKeys, async (c) => {
    const { tenantId } = allow(c, 'keys.read');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([z.string()]))?.[0] ?? null;
    const found = await listKeys(auth.db, { tenantId, limit: limit + 1, before });
    const { data, nextCursor } = page(c, found, { limit, cursorOf: ({ id }) => [id] });
    return c.json({ data: data.map(show), nextCursor }, 200);
  });

  app.openapi(postApiKey, async (c) => {
    const actor = allow(c, 'keys.write');
    const { name, role, expiresInDays } = c.req.valid('json');
    if (!includesRole(actor.role, role))
      throw new DomainError('forbidden', `A key cannot have more rights (${role}) than you have.`);
    const { tenantId, personId } = actor;
    if (personId === null) throw new DomainError('forbidden', 'Keys are made by people.');
    const made = await auth.inTenant(tenantId, async ({ db, audit, library }) => {
      const expiresInSeconds = expiresInDays === null ? undefined : expiresInDays * 86_400;
      const { id, key } = await createKeyWith(library(), {
        tenantId,
        name,
        role,
        createdBy: personId,
        expiresInSeconds,
      });
      const listed = await findKey(db, { tenantId, id });
      if (!listed) throw notFound('API key');
      await insertAudit(audit, actor, {
        ...onKey(id),
        action: 'key.create',
        after: { name, role, expiresAt: listed.expiresAt },
      });
      return { ...show(listed), key };
    });
    return c.json(made, 201);
  });

  app.openapi(deleteApiKey, async (c) => {
    const actor = allow(c, 'keys.write');
    const key = { tenantId: actor.tenantId, id: c.req.valid('param').id };
    await auth.inTenant(actor.tenantId, async ({ db, audit }) => {
      const known = await findKey(db, key);
      if (!known) throw notFound('API key');
      await deleteKey(db, key);
      await insertAudit(audit, actor, {
        ...onKey(key.id),
        action: 'key.revoke',
        before: { name: known.name, role: known.role },
      });
    });
    return c.body(null, 204);
  });
  return app;
}

const onKey = (id: string) => ({ entityKind: 'apiKey', entityId: id });

function show(key: ListedKey) {
  return {
    ...key,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
