import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { findAccount, findAccountByExternalId, listAccounts, upsertAccount } from '../../db/queries/accounts.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { Account, AccountInput } from '../../domain/accounts/account.ts';
import { notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { page, readCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { setEtag } from '../etag.ts';
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
  tags,
  summary: 'One account',
  request: { params: IdParam },
  responses: { 200: json(Account, 'The account') },
});

const putRoute = createRoute({
  method: 'put',
  path: '/accounts/by-external-id/{externalId}',
  action: 'people.write',
  tags,
  summary: 'Add the account of an external id, or change the given fields',
  request: { params: z.object({ externalId: z.string().trim().min(1).max(200) }), body: jsonBody(AccountInput) },
  responses: { 200: json(Account, 'The account, changed'), 201: json(Account, 'The account, new') },
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

  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { externalId } = c.req.valid('param');
    const [account, isNew] = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findAccountByExternalId(db, externalId);
      const after = await upsertAccount(db, externalId, c.req.valid('json'));
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
