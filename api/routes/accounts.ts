import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import {
  deleteAccount,
  findAccount,
  findAccountByExternalId,
  insertAccount,
  listAccounts,
  updateAccount,
  upsertAccount,
} from '../../db/queries/accounts.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { holdExternalId, holdRow } from '../../db/queries/hold.ts';
import { Account, AccountInput } from '../../domain/accounts/account.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { page, readCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { changedMeanwhile, expectedVersion, refuseNew, setEtag } from '../etag.ts';
import { creationId } from '../idempotency.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../schemas.ts';

const tags = ['accounts'];

const listRoute = createRoute({
  method: 'get',
  path: '/accounts',
  action: 'people.read',
  tags,
  summary: 'Accounts by name',
  request: { query: PageQuery.omit({ sort: true }).extend({ q: z.string().max(200).optional() }) },
  responses: { 200: json(pageOf(Account), 'A page of accounts') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/accounts/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One account',
  request: { params: IdParam },
  responses: { 200: json(Account, 'The account') },
});

const putRoute = createRoute({
  method: 'put',
  path: '/accounts/by-external-id/{externalId}',
  action: 'people.write',
  versioned: true,
  tags,
  summary: 'Add the account of an external id, or change the given fields',
  request: {
    params: z.object({ externalId: z.string().trim().min(1).max(200) }),
    body: jsonBody(AccountInput.partial()),
  },
  responses: { 200: json(Account, 'The account, changed'), 201: json(Account, 'The account, new') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/accounts',
  action: 'people.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add an account',
  request: { body: jsonBody(AccountInput) },
  responses: { 201: json(Account, 'The account') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/accounts/{id}',
  action: 'people.write',
  versioned: true,
  tags,
  summary: 'Change an account',
  request: { params: IdParam, body: jsonBody(AccountInput.partial()) },
  responses: { 200: json(Account, 'The account as it is now') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/accounts/{id}',
  action: 'people.write',
  tags,
  summary: 'Delete an account; its people stay and belong to none',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** The companies that people belong to. */
export function accountsRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, q } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) => listAccounts(db, { limit: limit + 1, after, q }));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.name, row.id] }), 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const account = await withTenant(database.db, tenantId, (db) => findAccount(db, c.req.valid('param').id));
    if (!account) throw notFound('account');
    setEtag(c, account.version);
    return c.json(account, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const id = creationId(c);
    const account = await withTenant(database.db, actor.tenantId, async (db) => {
      const known = await findAccount(db, id);
      if (known) return known;
      const after = await insertAccount(db, { ...c.req.valid('json'), id });
      await insertAudit(db, actor, { action: 'account.add', entityKind: 'account', entityId: id, after });
      return after;
    });
    setEtag(c, account.version);
    return c.json(account, 201);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const changes = c.req.valid('json');
    const account = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'accounts', id);
      const before = await findAccount(db, id);
      if (!before) throw notFound('account');
      const after = await updateAccount(db, { id, version: expectedVersion(c) ?? before.version, changes });
      if (!after) throw changedMeanwhile();
      await insertAudit(db, actor, { action: 'account.edit', entityKind: 'account', entityId: id, before, after });
      return after;
    });
    setEtag(c, account.version);
    return c.json(account, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findAccount(db, id);
      if (!before || (await deleteAccount(db, id)) === undefined) throw notFound('account');
      await insertAudit(db, actor, { action: 'account.delete', entityKind: 'account', entityId: id, before });
    });
    return c.body(null, 204);
  });

  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { externalId } = c.req.valid('param');
    const said = c.req.valid('json');
    const [account, isNew] = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdExternalId(db, 'accounts', externalId);
      const before = await findAccountByExternalId(db, externalId);
      if (before && before.version !== (expectedVersion(c) ?? before.version)) throw changedMeanwhile();
      if (!before) refuseNew(c);
      const after = await upsertAccount(db, externalId, { ...said, name: said.name ?? before?.name ?? missingName() });
      const action = before ? 'account.edit' : 'account.add';
      await insertAudit(db, actor, {
        action,
        entityKind: 'account',
        entityId: after.id,
        before: before ?? null,
        after,
      });
      return [after, !before] as const;
    });
    setEtag(c, account.version);
    return c.json(account, isNew ? 201 : 200);
  });

  return app;
}

function missingName(): never {
  throw new DomainError('invalid', 'A new account needs a name.', [
    { path: 'name', code: 'required', message: 'must be given: there is no account of this external id yet' },
  ]);
}
