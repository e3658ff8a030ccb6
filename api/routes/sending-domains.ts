import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import {
  deleteSendingDomain,
  findSendingDomain,
  insertSendingDomain,
  listSendingDomains,
  type SendingDomainRow,
} from '../../db/queries/senders.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { NewSendingDomain, SendingDomain } from '../../domain/senders/sender.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../schemas.ts';
import { makeDkimKey } from '../senders/dkim-key.ts';

const tags = ['senders'];
const listRoute = createRoute({
  method: 'get',
  path: '/sending-domains',
  action: 'settings.read',
  tags,
  summary: 'Domains that mail is sent from, with the DNS record each one needs',
  responses: { 200: json(pageOf(SendingDomain), 'All domains; there is one page of 500 at most') },
});
const createDomainRoute = createRoute({
  method: 'post',
  path: '/sending-domains',
  action: 'senders.write',
  idempotent: true,
  tags,
  summary: 'Add a domain and make its signing key; mail from its senders is signed from now on',
  request: { body: jsonBody(NewSendingDomain) },
  responses: { 201: json(SendingDomain, 'The domain and the DNS record to publish') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/sending-domains/{id}',
  action: 'senders.write',
  tags,
  summary: 'Remove a domain and its key; its senders stay, unsigned',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /sending-domains */
export function sendingDomainRoutes({ database, keyRing }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const rows = await withTenant(database.db, actor.tenantId, listSendingDomains);
    return c.json({ data: rows.map(present), nextCursor: null }, 200);
  });
  app.openapi(createDomainRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { domain, algorithm } = c.req.valid('json');
    const key = await makeDkimKey(keyRing, algorithm);
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const created = await insertSendingDomain(db, { domain, ...key });
      if (!created) throw new DomainError('conflict', `${domain} is registered already.`);
      await insertAudit(db, actor, {
        action: 'sendingDomain.create',
        entityKind: 'sendingDomain',
        entityId: created.id,
        after: audited(created),
      });
      return created;
    });
    return c.json(present(row), 201);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findSendingDomain(db, id);
      if (!before) throw notFound('sending domain');
      await deleteSendingDomain(db, id);
      await insertAudit(db, actor, {
        action: 'sendingDomain.delete',
        entityKind: 'sendingDomain',
        entityId: id,
        before: audited(before),
      });
    });
    return c.body(null, 204);
  });
  return app;
}

function audited({ domain, dkimSelector, dkimAlgorithm }: SendingDomainRow) {
  return { domain, dkimSelector, dkimAlgorithm };
}

function present(row: SendingDomainRow): SendingDomain {
  const { id, domain, dkimSelector, dkimPublicKey, version } = row;
  const dkimAlgorithm = row.dkimAlgorithm as SendingDomain['dkimAlgorithm'];
  const kind = dkimAlgorithm === 'ed25519-sha256' ? 'ed25519' : 'rsa';
  const dkimRecord =
    dkimSelector && dkimPublicKey
      ? {
          name: `${dkimSelector}._domainkey.${domain}`,
          type: 'TXT' as const,
          value: `v=DKIM1; k=${kind}; p=${dkimPublicKey}`,
        }
      : null;
  return { id, domain, dkimSelector, dkimAlgorithm, dkimRecord, version };
}
