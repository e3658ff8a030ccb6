import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteSuppression,
  findSuppressionForUpdate,
  insertSuppressions,
  listSuppressions,
} from '../../../db/queries/consent/suppressions.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { emailKey } from '../../../domain/people/email.ts';
import {
  canLift,
  Suppression,
  SuppressionReason,
  SuppressionsInput,
} from '../../../domain/suppressions/suppression.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['suppressions'];

const listRoute = createRoute({
  method: 'get',
  path: '/suppressions',
  action: 'suppressions.read',
  tags,
  summary: 'Addresses that nothing is sent to, newest first',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      reason: SuppressionReason.optional(),
      email: z
        .string()
        .max(400)
        .optional()
        .openapi({ description: 'One address; also finds those of which only the hash is kept' }),
    }),
  },
  responses: { 200: json(pageOf(Suppression), 'A page of suppressions') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/suppressions',
  action: 'suppressions.write',
  idempotent: true,
  tags,
  summary: 'Suppress addresses',
  request: { body: jsonBody(SuppressionsInput) },
  responses: {
    201: json(
      z.object({
        added: z.int(),
        alreadySuppressed: z.int(),
        invalid: z.array(z.object({ index: z.int(), email: z.string() })),
      }),
      'What became of the addresses',
    ),
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/suppressions/{id}',
  action: 'suppressions.write',
  tags,
  summary: 'Take a suppression back; after a complaint or an erasure only an admin may, with `confirm=true`',
  request: { params: IdParam, query: z.object({ confirm: z.enum(['true', 'false']).default('false') }) },
  responses: { 204: { description: 'Taken back' } },
});

/** Addresses that nothing is sent to. */
export function suppressionsRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'suppressions.read');
    const { limit, cursor, reason, email } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const key = email === undefined ? undefined : (emailKey(email) ?? email);
    const input = { limit: limit + 1, after, reason, emailKey: key };
    const rows = await withTenant(database.db, tenantId, (db) => listSuppressions(db, input));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.id] }), 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'suppressions.write');
    const { emails, source } = c.req.valid('json');
    const read = emails.map((email, index) => ({ index, email, key: emailKey(email) }));
    const keys = [...new Set(read.flatMap(({ key }) => (key === null ? [] : [key])))];
    const added = await withTenant(database.db, actor.tenantId, async (db) => {
      const added = await insertSuppressions(db, { emailKeys: keys, reason: 'manual', source });
      // The log outlives an erasure, so it counts addresses and does not name them.
      const after = { addresses: added.length, source };
      await insertAudit(db, actor, { action: 'suppression.add', entityKind: 'suppression', entityId: null, after });
      return added.length;
    });
    const invalid = read.filter(({ key }) => key === null).map(({ index, email }) => ({ index, email }));
    return c.json({ added, alreadySuppressed: keys.length - added, invalid }, 201);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'suppressions.write');
    const { id } = c.req.valid('param');
    const isConfirmed = c.req.valid('query').confirm === 'true';
    await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await findSuppressionForUpdate(db, id);
      if (!found) throw notFound('suppression');
      if (!canLift(found.reason, actor.role, isConfirmed)) throw liftRefused(found.reason, actor.role === 'admin');
      await deleteSuppression(db, id);
      const before = { reason: found.reason };
      await insertAudit(db, actor, { action: 'suppression.remove', entityKind: 'suppression', entityId: id, before });
    });
    return c.body(null, 204);
  });

  return app;
}

function liftRefused(reason: SuppressionReason, isAdmin: boolean): DomainError {
  const why = reason === 'complaint' ? 'This person reported a message as spam.' : 'This person asked to be erased.';
  if (isAdmin)
    return new DomainError('conflict', `${why} Repeat with confirm=true if the address may be written to again.`);
  return new DomainError('forbidden', `${why} Only an admin may take the suppression back.`);
}
