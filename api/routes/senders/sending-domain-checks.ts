import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { deleteNextKeys, insertDkimKey, listDkimKeys } from '../../../db/queries/senders/dkim-keys.ts';
import { listDomainChecks } from '../../../db/queries/senders/domain-checks.ts';
import { requestCheck } from '../../../db/queries/senders/sending-domains.ts';
import { DomainError } from '../../../domain/errors.ts';
import { DomainCheckRun } from '../../../domain/senders/domain-check.ts';
import { DkimAlgorithm, SendingDomainDetail } from '../../../domain/senders/sender.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { makeDkimKey } from './dkim-key.ts';
import { presentRun } from './present-domain.ts';
import { wakeDomainChecks } from './wake.ts';
import { readDetail, requiredDomain } from './sending-domains.ts';

const tags = ['senders'];
const checkRoute = createRoute({
  method: 'post',
  path: '/sending-domains/{id}/check',
  action: 'senders.write',
  idempotent: true,
  tags,
  summary: 'Look in DNS now; it is done when isChecking is false again',
  request: { params: IdParam },
  responses: { 202: json(SendingDomainDetail, 'The domain, with what was found before') },
});
const historyRoute = createRoute({
  method: 'get',
  path: '/sending-domains/{id}/checks',
  action: 'settings.read',
  tags,
  summary: 'What was found of a domain and since when, the newest first; looks that found the same are one',
  request: { params: IdParam },
  responses: { 200: json(pageOf(DomainCheckRun), 'The newest hundred; there is one page') },
});
const keyRoute = createRoute({
  method: 'post',
  path: '/sending-domains/{id}/keys',
  action: 'senders.write',
  idempotent: true,
  tags,
  summary:
    'Make the next signing keys; each signs as soon as its record is found in DNS, and the one before it signs no more',
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject({ algorithms: z.array(DkimAlgorithm).min(1).max(2).default(DkimAlgorithm.options) })),
  },
  responses: { 201: json(SendingDomainDetail, 'The domain with the records to publish') },
});

const cancelRoute = createRoute({
  method: 'delete',
  path: '/sending-domains/{id}/keys/next',
  action: 'senders.write',
  tags,
  summary: 'Give up the next signing keys, which do not sign yet; what signs now goes on',
  request: { params: IdParam },
  responses: { 200: json(SendingDomainDetail, 'The domain without them') },
});

/** /sending-domains/{id}/check, /checks and /keys */
export function sendingDomainCheckRoutes({ database, keyRing, config, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(checkRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const asked = await withTenant(database.db, actor.tenantId, async (db) => {
      const row = await requiredDomain(db, c.req.valid('param').id);
      return readDetail(db, (await requestCheck(db, row.id)) ?? row, config);
    });
    await wakeDomainChecks(temporal, log, actor.tenantId);
    return c.json(asked, 202);
  });
  app.openapi(historyRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const rows = await withTenant(database.db, actor.tenantId, async (db) =>
      listDomainChecks(db, (await requiredDomain(db, c.req.valid('param').id)).id, 100),
    );
    return c.json({ data: rows.map(presentRun), nextCursor: null }, 200);
  });
  app.openapi(keyRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    const algorithms = [...new Set(c.req.valid('json').algorithms)];
    const made = await withTenant(database.db, actor.tenantId, async (db) => {
      const row = await requiredDomain(db, id);
      const taken = (await listDkimKeys(db, [id])).map(({ selector }) => selector);
      const selectors: string[] = [];
      for (const algorithm of algorithms) {
        const key = await makeDkimKey(keyRing, algorithm, taken);
        if (!(await insertDkimKey(db, { ...key, sendingDomainId: id, stage: 'next' })))
          throw new DomainError(
            'conflict',
            'There is a next key already. Publish its record: it signs as soon as that is found.',
          );
        selectors.push(key.selector);
      }
      await insertAudit(db, actor, {
        action: 'sendingDomain.nextKeys',
        entityKind: 'sendingDomain',
        entityId: id,
        after: { selectors },
      });
      return readDetail(db, (await requestCheck(db, id)) ?? row, config);
    });
    await wakeDomainChecks(temporal, log, actor.tenantId);
    return c.json(made, 201);
  });
  app.openapi(cancelRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    const left = await withTenant(database.db, actor.tenantId, async (db) => {
      const row = await requiredDomain(db, id);
      const selectors = await deleteNextKeys(db, id);
      if (selectors.length === 0)
        throw new DomainError('conflict', 'There are no next keys: either nobody made any, or they sign already.');
      await insertAudit(db, actor, {
        action: 'sendingDomain.cancelKeys',
        entityKind: 'sendingDomain',
        entityId: id,
        before: { selectors },
      });
      return readDetail(db, row, config);
    });
    return c.json(left, 200);
  });
  return app;
}
