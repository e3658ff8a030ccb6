import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  findInstallation,
  listInstallationLog,
  markInstallationResumed,
  markInstallationStopped,
} from '../../../db/queries/installation/installation.ts';
import { listTenants } from '../../../db/queries/tenants/tenants.ts';
import { Id } from '../../../domain/ids.ts';
import { SwitchReason } from '../../../domain/tenants/tenant.ts';
import type { ApiDeps } from '../../deps.ts';
import { allowInstallation, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { json, jsonBody, Time } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const Installation = z
  .object({
    sendingStopped: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable(),
    consoleUrl: z.string().nullable(),
    temporalNamespace: z.string(),
    secretKeys: z
      .object({ current: z.int(), known: z.array(z.int()) })
      .openapi({ description: 'Numbers of the keys in SECRET_KEY' }),
    tenants: z.array(z.object({ id: Id, name: z.string(), isExample: z.boolean() })),
    log: z.array(z.object({ at: Time, by: z.string(), action: z.string(), reason: z.string().nullable() })),
  })
  .openapi('Installation');

const tags = ['installation'];

const getInstallation = createRoute({
  method: 'get',
  path: '/installation',
  action: 'installation',
  tags,
  summary: 'The state of the whole installation',
  responses: { 200: json(Installation, 'The installation') },
});

const stopSending = createRoute({
  method: 'post',
  path: '/installation/stop-sending',
  action: 'installation',
  tags,
  summary: 'Outermost kill switch: no organisation sends anything until it is resumed',
  request: { body: jsonBody(SwitchReason) },
  responses: { 200: json(Installation, 'The installation; unchanged where it was stopped already') },
});

const resumeSending = createRoute({
  method: 'post',
  path: '/installation/resume-sending',
  action: 'installation',
  tags,
  summary: 'Let the installation send again',
  request: { body: jsonBody(SwitchReason) },
  responses: { 200: json(Installation, 'The installation; unchanged where it was not stopped') },
});

/** What installation operators see and do; they stand outside the tenants. */
export function installationRoutes(deps: ApiDeps) {
  const { database, directory, temporal, log } = deps;
  const app = newRouter();

  app.openapi(getInstallation, async (c) => {
    allowInstallation(c);
    return c.json(await show(deps), 200);
  });

  app.openapi(stopSending, async (c) => {
    const input = { actor: operator(c), reason: c.req.valid('json').reason };
    if (await markInstallationStopped(database.db, input))
      log.warn({ by: input.actor.id, reason: input.reason }, 'installation: sending stopped');
    return c.json(await show(deps), 200);
  });

  app.openapi(resumeSending, async (c) => {
    const input = { actor: operator(c), reason: c.req.valid('json').reason };
    if (await markInstallationResumed(database.db, input))
      log.warn({ by: input.actor.id, reason: input.reason }, 'installation: sending resumed');
    for (const { tenantId } of await listTenants(directory.db)) await wakeTenantOutbox(temporal, log, tenantId);
    return c.json(await show(deps), 200);
  });
  return app;
}

function operator(c: Context<ApiEnv>) {
  const { user } = allowInstallation(c);
  return { id: user?.id ?? null, name: user?.name ?? '' };
}

async function show({ database, directory, config, keyRing }: ApiDeps): Promise<z.infer<typeof Installation>> {
  const [row, tenants, entries] = await Promise.all([
    findInstallation(database.db),
    listTenants(directory.db),
    listInstallationLog(database.db, 50),
  ]);
  const { sendingStoppedAt: at, sendingStoppedBy: by, sendingStoppedReason: reason } = row;
  return {
    sendingStopped: at ? { at: at.toISOString(), by: by ?? '', reason: reason ?? '' } : null,
    consoleUrl: config.consoleUrl,
    temporalNamespace: config.temporalNamespace,
    secretKeys: { current: keyRing.current.id, known: keyRing.keys.map(({ id }) => id) },
    tenants: tenants.map(({ tenantId, name, isExample }) => ({ id: tenantId, name, isExample })),
    log: entries.map((entry) => ({
      at: entry.at.toISOString(),
      by: entry.actorName,
      action: entry.action,
      reason: entry.reason,
    })),
  };
}
