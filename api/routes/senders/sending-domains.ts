import type { Context } from 'hono';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { listDkimKeys } from '../../../db/queries/senders/dkim-keys.ts';
import { listDomainChecks } from '../../../db/queries/senders/domain-checks.ts';
import {
  deleteSendingDomain,
  findSendingDomain,
  insertSendingDomain,
  listSendingDomains,
  requestCheck,
  updateSendingDomain,
  type SendingDomainRow,
} from '../../../db/queries/senders/sending-domains.ts';
import { holdRow } from '../../../db/queries/hold.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { isRegistered } from '../../../domain/senders/dmarc.ts';
import {
  DkimAlgorithm,
  hostProblem,
  NewSendingDomain,
  SendingDomain,
  SendingDomainChange,
  SendingDomainDetail,
} from '../../../domain/senders/sender.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { makeDkimKey } from './dkim-key.ts';
import { presentDetail, presentDomain } from './present-domain.ts';
import { wakeDomainChecks } from './wake.ts';

const tags = ['senders'];
const listRoute = createRoute({
  method: 'get',
  path: '/sending-domains',
  action: 'settings.read',
  tags,
  summary: 'Domains that mail is sent from, with the DNS record that each one needs first, and how it stands',
  responses: { 200: json(pageOf(SendingDomain), 'All domains; there is one page of 500 at most') },
});
const createDomainRoute = createRoute({
  method: 'post',
  path: '/sending-domains',
  action: 'senders.write',
  idempotent: true,
  tags,
  summary: 'Add a domain and make its signing keys; mail from its senders is signed from now on, and DNS is watched',
  request: { body: jsonBody(NewSendingDomain) },
  responses: { 201: json(SendingDomainDetail, 'The domain and the DNS records to publish') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/sending-domains/{id}',
  action: 'settings.read',
  versioned: true,
  tags,
  summary: 'One domain: its keys, the records to set, and what was found of each',
  request: { params: IdParam },
  responses: { 200: json(SendingDomainDetail, 'The domain') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/sending-domains/{id}',
  action: 'senders.write',
  versioned: true,
  tags,
  summary: 'Name hosts below the domain for bounces and for links; they are used once DNS leads them here',
  request: { params: IdParam, body: jsonBody(SendingDomainChange) },
  responses: { 200: json(SendingDomainDetail, 'The domain as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/sending-domains/{id}',
  action: 'senders.write',
  tags,
  summary: 'Remove a domain and its keys; its senders stay, unsigned',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /sending-domains */
export function sendingDomainRoutes({ database, keyRing, config, temporal, log }: ApiDeps) {
  const app = newRouter();
  const detail = (db: TenantDb, row: SendingDomainRow) => readDetail(db, row, config);
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const data = await withTenant(database.db, actor.tenantId, async (db) => {
      const rows = await listSendingDomains(db);
      const keys = await listDkimKeys(
        db,
        rows.map(({ id }) => id),
      );
      return rows.map((row) =>
        presentDomain(
          row,
          keys.filter(({ sendingDomainId }) => sendingDomainId === row.id),
        ),
      );
    });
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(createDomainRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { domain, algorithm } = c.req.valid('json');
    if (!isRegistered(domain))
      throw refused('invalid', domain, 'is a registry’s: others have their domains under it. Name your own.');
    const algorithms = algorithm ? [algorithm] : DkimAlgorithm.options;
    const keys = await Promise.all(algorithms.map((each) => makeDkimKey(keyRing, each)));
    const created = await withTenant(database.db, actor.tenantId, async (db) => {
      const row = await insertSendingDomain(db, { domain, keys });
      if (!row) throw refused('conflict', domain, 'is registered already.');
      await insertAudit(db, actor, {
        action: 'sendingDomain.create',
        entityKind: 'sendingDomain',
        entityId: row.id,
        after: { domain, selectors: keys.map(({ selector }) => selector) },
      });
      return detail(db, (await requestCheck(db, row.id)) ?? row);
    });
    await wakeDomainChecks(temporal, log, actor.tenantId);
    return c.json(created, 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const found = await withTenant(database.db, actor.tenantId, async (db) =>
      detail(db, await requiredDomain(db, c.req.valid('param').id)),
    );
    setEtag(c, found.version);
    return c.json(found, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    const changed = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'sending_domains', id);
      const before = await requiredDomain(db, id);
      const values = hostsOf(before, c.req.valid('json'));
      if (!(await updateSendingDomain(db, { before, version: versionOf(c, before), ...values })))
        throw changedMeanwhile();
      await insertAudit(db, actor, {
        action: 'sendingDomain.update',
        entityKind: 'sendingDomain',
        entityId: id,
        before: { returnPathHost: before.returnPathHost, trackingHost: before.trackingHost },
        after: values,
      });
      return detail(db, (await requestCheck(db, id)) ?? before);
    });
    await wakeDomainChecks(temporal, log, actor.tenantId);
    setEtag(c, changed.version);
    return c.json(changed, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { domain } = await requiredDomain(db, id);
      await deleteSendingDomain(db, id);
      await insertAudit(db, actor, {
        action: 'sendingDomain.delete',
        entityKind: 'sendingDomain',
        entityId: id,
        before: { domain },
      });
    });
    return c.body(null, 204);
  });
  return app;
}

function refused(code: 'invalid' | 'conflict', domain: string, why: string): DomainError {
  const message = `${domain} ${why}`;
  return new DomainError(code, message, [{ path: 'domain', code: code === 'conflict' ? 'taken' : 'custom', message }]);
}

const versionOf = (c: Context<ApiEnv>, { version }: SendingDomainRow): number => expectedVersion(c) ?? version;

/** The domain; 404 where there is none, or it is another tenant's. */
export async function requiredDomain(db: TenantDb, id: string): Promise<SendingDomainRow> {
  const row = await findSendingDomain(db, id);
  if (!row) throw notFound('sending domain');
  return row;
}

/** The domain with everything that its page shows. */
export async function readDetail(
  db: TenantDb,
  row: SendingDomainRow,
  { sending }: Pick<ApiDeps['config'], 'sending'>,
): Promise<SendingDomainDetail> {
  const found = { keys: await listDkimKeys(db, [row.id]), runs: await listDomainChecks(db, row.id, 1) };
  return presentDetail(row, found, sending);
}

/** The hosts as they would be after a change; refuses one that is not below the domain. */
function hostsOf(before: SendingDomainRow, change: SendingDomainChange) {
  const hosts = {
    returnPathHost: change.returnPathHost === undefined ? before.returnPathHost : change.returnPathHost,
    trackingHost: change.trackingHost === undefined ? before.trackingHost : change.trackingHost,
  };
  const problems = Object.entries(hosts).flatMap(([path, host]) => {
    const message = host === null ? null : hostProblem(before.domain, host);
    return message === null ? [] : [{ path, code: 'not_below', message }];
  });
  if (hosts.returnPathHost !== null && hosts.returnPathHost === hosts.trackingHost)
    problems.push({ path: 'trackingHost', code: 'taken', message: 'must be another one than that of bounces' });
  if (problems.length > 0) throw new DomainError('invalid', 'A host cannot be used for this domain.', problems);
  return hosts;
}
