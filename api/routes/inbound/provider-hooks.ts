import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteProviderHook,
  findProviderHook,
  insertProviderHook,
  listProviderHooks,
  setHookKey,
} from '../../../db/queries/inbound/provider-hooks.ts';
import { sealSecret } from '../../../db/sealing.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import {
  ProviderHook,
  ProviderHookInput,
  ProviderKeyInput,
  providerKeyPurpose,
  refuseKey,
  type Provider,
} from '../../../domain/inbound/providers/provider.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { newHookToken } from './hook-token.ts';
import { readSendgridKey } from './verify.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['inbound'];
const Hook = ProviderHook.openapi('ProviderHook');
const listRoute = createRoute({
  method: 'get',
  path: '/provider-hooks',
  action: 'settings.read',
  tags,
  summary: 'The addresses that providers call with what became of mail, newest first',
  request: {},
  responses: { 200: json(pageOf(Hook), 'All of them; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/provider-hooks',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Make an address for a provider to call; it is in this answer and never shown again',
  request: { body: jsonBody(ProviderHookInput) },
  responses: {
    201: json(
      Hook.extend({
        url: z.string(),
        password: z
          .string()
          .nullable()
          .openapi({ description: 'Of Postmark, where none was given: made, and part of the address' }),
      }).openapi('CreatedProviderHook'),
      'The address',
    ),
  },
});
const keyRoute = createRoute({
  method: 'put',
  path: '/provider-hooks/{id}/key',
  action: 'settings.write',
  tags,
  summary: 'Put in what the calls of an address are verified by; the former key is gone',
  request: { params: IdParam, body: jsonBody(ProviderKeyInput) },
  responses: { 200: json(Hook, 'The address as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/provider-hooks/{id}',
  action: 'settings.write',
  tags,
  summary: 'Take an address away: whoever calls it finds nothing',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /provider-hooks: the addresses that providers call. */
export function providerHookRoutes({ database, keyRing, config }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    return c.json({ data: await withTenant(database.db, tenantId, listProviderHooks), nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const id = creationId(c);
    const { provider, name, key: given } = c.req.valid('json');
    const made = provider === 'postmark' && given === undefined ? randomBytes(24).toString('base64url') : null;
    const key = given ?? made;
    if (key !== null) checkKey(provider, key);
    const token = newHookToken();
    const hook = await withTenant(database.db, actor.tenantId, async (db) => {
      await insertProviderHook(db, {
        ...{ id, provider, name, tokenHash: token.hash, createdByName: actor.name },
        keySealed: key === null ? null : sealSecret(keyRing, providerKeyPurpose, key),
      });
      const audited = { action: 'providerHook.add', entityKind: 'providerHook', entityId: id };
      await insertAudit(db, actor, { ...audited, after: { provider, name, hasKey: key !== null } });
      return required(db, id);
    });
    const url = new URL(`/hooks/${provider}/${token.text}`, config.publicUrl);
    if (provider === 'postmark') [url.username, url.password] = ['salescompass', key ?? ''];
    return c.json({ ...hook, url: url.href, password: made }, 201);
  });
  app.openapi(keyRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const { key } = c.req.valid('json');
    const hook = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      checkKey(before.provider, key);
      await setHookKey(db, { id, keySealed: sealSecret(keyRing, providerKeyPurpose, key) });
      const audited = { action: 'providerHook.key', entityKind: 'providerHook', entityId: id };
      await insertAudit(db, actor, {
        ...audited,
        before: { hasKey: before.hasKey },
        after: { hasKey: true, name: before.name },
      });
      return required(db, id);
    });
    return c.json(hook, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { provider, name } = await required(db, id);
      await deleteProviderHook(db, id);
      const audited = { action: 'providerHook.remove', entityKind: 'providerHook', entityId: id };
      await insertAudit(db, actor, { ...audited, before: { provider, name } });
    });
    return c.body(null, 204);
  });
  return app;
}

async function required(db: TenantDb, id: string): Promise<ProviderHook> {
  const hook = await findProviderHook(db, id);
  if (!hook) throw notFound('address');
  return hook;
}

function checkKey(provider: Provider, key: string): void {
  const message =
    refuseKey(provider, key) ??
    (provider === 'sendgrid' && !readSendgridKey(key)
      ? 'is no public key: copy the whole line that SendGrid shows'
      : null);
  if (message)
    throw new DomainError('invalid', 'This is not a key of this provider. Nothing was saved.', [
      { path: 'key', code: 'custom', message },
    ]);
}
