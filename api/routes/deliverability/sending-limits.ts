import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { insertInstallationLog } from '../../../db/queries/installation/installation.ts';
import { listDomainLimits, setBucket } from '../../../db/queries/deliverability/token-buckets.ts';
import { providers } from '../../../domain/delivery/provider.ts';
import { NewSendingLimit, Receiver, SendingLimit } from '../../../domain/delivery/sending-limit.ts';
import { notFound } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { allowInstallation, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['installation'];
const params = z.object({ domain: Receiver });

const listRoute = createRoute({
  method: 'get',
  path: '/installation/sending-limits',
  action: 'installation',
  tags,
  summary:
    'How fast receiving domains and providers are sent to, over all organisations; one that is missing has no limit',
  responses: { 200: json(pageOf(SendingLimit), 'All limits; there is one page') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/installation/sending-limits/{domain}',
  action: 'installation',
  tags,
  summary:
    'Set the limit of a receiving domain, or of a provider with all domains that it hosts; workers go by it within some seconds',
  request: { params, body: jsonBody(NewSendingLimit) },
  responses: { 200: json(SendingLimit, 'The limit') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/installation/sending-limits/{domain}',
  action: 'installation',
  tags,
  summary: 'Take the limit of a receiving domain away',
  request: { params },
  responses: { 204: { description: 'It has no limit any more' } },
});

/** /installation/sending-limits: for operators of the installation. */
export function sendingLimitRoutes({ database, log }: ApiDeps) {
  const app = newRouter();
  const find = async (domain: string) => (await listDomainLimits(database.db)).find((limit) => limit.domain === domain);
  const change = async (c: Context<ApiEnv>, domain: string, perSecond: number | null): Promise<void> => {
    const { user } = allowInstallation(c);
    const actor = { id: user?.id ?? null, name: user?.name ?? '' };
    const reason = perSecond === null ? domain : `${domain}: ${perSecond} a second`;
    await database.db.transaction().execute(async (db) => {
      await setBucket(db, `${providers.includes(domain) ? 'provider' : 'domain'}:${domain}`, perSecond);
      await insertInstallationLog(db, { actor, action: perSecond === null ? 'limit.remove' : 'limit.set', reason });
    });
    log.info({ by: actor.id, domain, perSecond }, 'installation: sending limit');
  };

  app.openapi(listRoute, async (c) => {
    allowInstallation(c);
    return c.json({ data: (await listDomainLimits(database.db)).map(present), nextCursor: null }, 200);
  });
  app.openapi(putRoute, async (c) => {
    allowInstallation(c);
    const domain = c.req.valid('param').domain;
    const { perSecond } = c.req.valid('json');
    const before = await find(domain);
    if (before?.perSecond !== perSecond || before.isAdaptive) await change(c, domain, perSecond);
    return c.json(present((await find(domain))!), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    allowInstallation(c);
    const domain = c.req.valid('param').domain;
    if (!(await find(domain))) throw notFound('limit');
    await change(c, domain, null);
    return c.body(null, 204);
  });
  return app;
}

function present({ blockedUntil, ...limit }: Awaited<ReturnType<typeof listDomainLimits>>[number]) {
  return { ...limit, blockedUntil: blockedUntil?.toISOString() ?? null };
}
