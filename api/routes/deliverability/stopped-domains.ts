import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteStoppedDomain,
  judgeAnew,
  listStoppedDomains,
} from '../../../db/queries/deliverability/stopped-domains.ts';
import { isPauseCause } from '../../../domain/deliverability/pause.ts';
import { notFound } from '../../../domain/errors.ts';
import { StoppedDomain } from '../../../domain/senders/stopped-domain.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const tags = ['senders'];
const listRoute = createRoute({
  method: 'get',
  path: '/stopped-domains',
  action: 'settings.read',
  tags,
  summary:
    'Domains whose mail waits: refused by a receiver as not authenticated, paused for complaints, bounces or blocks, or with a signing key that does not open',
  responses: { 200: json(pageOf(StoppedDomain), 'All of them; there is one page of 500 at most') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/stopped-domains/{id}',
  action: 'senders.write',
  tags,
  summary: 'Let the mail of a domain go on, within five minutes; another refusal stops it again',
  request: { params: IdParam },
  responses: { 204: { description: 'It goes on' } },
});

/** /stopped-domains */
export function stoppedDomainRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const rows = await withTenant(database.db, actor.tenantId, listStoppedDomains);
    const data = rows.map(({ id, domain, cause, code, since }) => ({
      id,
      domain,
      cause: cause as StoppedDomain['cause'],
      code,
      since: since.toISOString(),
    }));
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const gone = await deleteStoppedDomain(db, id);
      if (!gone) throw notFound('stopped domain');
      const { domain, code, cause } = gone;
      if (isPauseCause(cause)) await judgeAnew(db, domain);
      await insertAudit(db, actor, {
        action: 'sendingDomain.resume',
        entityKind: 'sendingDomain',
        entityId: null,
        before: { stoppedFor: code ?? cause },
        after: { domain, stoppedFor: null },
      });
    });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.body(null, 204);
  });
  return app;
}
