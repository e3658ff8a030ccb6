import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { countBeforeAndAfter } from '../../../db/queries/consent/mail-frequency.ts';
import { hastenThoseWhoWaitForHours, markHoursChanged, noteNewHours } from '../../../db/queries/drips/hours.ts';
import { hastenWaiting } from '../../../db/queries/outbox/batch.ts';
import {
  findTenant,
  lockTenant,
  markSendingResumed,
  markSendingStopped,
  updateTenant,
  type TenantRow,
} from '../../../db/queries/tenants/tenants.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { SwitchReason, TenantChange, TenantSettings } from '../../../domain/tenants/tenant.ts';
import { revalueAll } from '../costs/value.ts';
import { countAgainOrLater } from '../../count-again.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { tellDrip } from '../drips/wake.ts';
import { removeExampleTenant } from './remove-example.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { json, jsonBody, Time } from '../../schemas.ts';
import { changesOf, settingsOf } from './tenant-settings.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const Tenant = TenantSettings.extend({
  id: Id,
  isExample: z.boolean(),
  sendingStopped: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable(),
  version: z.int(),
  createdAt: Time,
}).openapi('Tenant');

const getTenant = createRoute({
  method: 'get',
  path: '/tenant',
  action: 'settings.read',
  versioned: true,
  tags: ['tenant'],
  summary: 'The settings of the organisation',
  responses: { 200: json(Tenant, 'The organisation') },
});

const patchTenant = createRoute({
  method: 'patch',
  path: '/tenant',
  action: 'settings.write',
  versioned: true,
  tags: ['tenant'],
  summary: 'Change settings of the organisation',
  request: { body: jsonBody(TenantChange) },
  responses: { 200: json(Tenant, 'The organisation') },
});

const stopSending = createRoute({
  method: 'post',
  path: '/tenant/stop-sending',
  action: 'sending.stop',
  tags: ['tenant'],
  summary: 'Kill switch: nothing of this organisation is sent until it is resumed',
  request: { body: jsonBody(SwitchReason) },
  responses: { 200: json(Tenant, 'The organisation; unchanged where it was stopped already') },
});

const resumeSending = createRoute({
  method: 'post',
  path: '/tenant/resume-sending',
  action: 'sending.stop',
  tags: ['tenant'],
  summary: 'Let this organisation send again',
  request: { body: jsonBody(SwitchReason) },
  responses: { 200: json(Tenant, 'The organisation; unchanged where it was not stopped') },
});

const deleteTenant = createRoute({
  method: 'delete',
  path: '/tenant',
  action: 'tenant.remove',
  versioned: true,
  tags: ['tenant'],
  summary: 'Remove an example organisation with everything in it; any other is refused',
  responses: { 204: { description: 'Removed; the credential that asked is gone as well' } },
});

/** GET/PATCH/DELETE /tenant and its kill switch. */
export function tenantRoutes(deps: ApiDeps) {
  const { database, auth, temporal, log } = deps;
  const app = newRouter();

  app.openapi(getTenant, async (c) => {
    const actor = allow(c, 'settings.read');
    return c.json(show(c, await withTenant(database.db, actor.tenantId, findTenant)), 200);
  });

  app.openapi(patchTenant, async (c) => {
    const actor = allow(c, 'settings.write');
    const { tenantId } = actor;
    const change = { change: c.req.valid('json'), version: expectedVersion(c) };
    const { row, areHoursOthers, limitsMore } = await changeSettings(deps, actor, change);
    // What waits for an hour may go sooner by the new ones.
    await wakeTenantOutbox(temporal, log, tenantId);
    if (areHoursOthers) await hastenDrips(deps, tenantId);
    // Seconds have passed where there are many messages, and what was enqueued in them was claimed without this cap. It takes
    // longest and comes after what must not be lost with it.
    if (limitsMore) await countAgainOrLater(deps, tenantId);
    // A copy of the name stands beside the memberships, where people choose between their organisations.
    await auth.db.updateTable('organization').set({ name: row.name }).where('id', '=', tenantId).execute();
    return c.json(show(c, row), 200);
  });

  app.openapi(stopSending, async (c) => {
    const actor = allow(c, 'sending.stop');
    const { reason } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const stopped = await markSendingStopped(db, { by: actor.name, reason });
      if (stopped)
        await insertAudit(db, actor, {
          ...onTenant(actor),
          action: 'sending.stop',
          after: { sending: 'stopped', reason },
        });
      return stopped ?? findTenant(db);
    });
    return c.json(show(c, row), 200);
  });

  app.openapi(resumeSending, async (c) => {
    const actor = allow(c, 'sending.stop');
    const { reason } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const resumed = await markSendingResumed(db);
      if (resumed)
        await insertAudit(db, actor, {
          ...onTenant(actor),
          action: 'sending.resume',
          after: { sending: 'resumed', reason },
        });
      return resumed ?? findTenant(db);
    });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.json(show(c, row), 200);
  });

  app.openapi(deleteTenant, async (c) => {
    await removeExampleTenant(deps, allow(c, 'tenant.remove'));
    return c.body(null, 204);
  });
  return app;
}

async function changeSettings(deps: ApiDeps, actor: Actor, input: { change: TenantChange; version: number | null }) {
  return withTenant(deps.database.db, actor.tenantId, async (db) => {
    const before = await lockTenant(db);
    if (!before) throw notFound('organisation');
    if (input.version !== null && input.version !== before.version) throw changedMeanwhile();
    const after = await updateTenant(db, changesOf(input.change));
    if (after.currency !== before.currency) await revalueAll(db, after.currency);
    const limitsMore = after.capMessages !== null && (before.capMessages === null || after.capDays > before.capDays);
    if (limitsMore) await countBeforeAndAfter(db);
    const areHoursOthers = hoursOf(before) !== hoursOf(after);
    if (areHoursOthers) {
      await hastenWaiting(db, 'hours');
      await markHoursChanged(db);
    }
    await insertAudit(db, actor, {
      ...onTenant(actor),
      action: 'tenant.update',
      before: settingsOf(before),
      after: settingsOf(after),
    });
    return { row: after, areHoursOthers, limitsMore };
  });
}

async function hastenDrips(deps: ApiDeps, tenantId: string): Promise<void> {
  await withTenant(deps.database.db, tenantId, noteNewHours);
  for (const dripId of await withTenant(deps.database.db, tenantId, hastenThoseWhoWaitForHours))
    await tellDrip(deps, { tenantId, dripId });
}

const hoursOf = (row: TenantRow): string => JSON.stringify([settingsOf(row).quietHours, row.timeZone]);

const onTenant = (actor: Actor) => ({ entityKind: 'tenant', entityId: actor.tenantId });

function show(c: Context<ApiEnv>, row: TenantRow | undefined) {
  if (!row) throw notFound('organisation');
  setEtag(c, row.version);
  const { sendingStoppedAt: at, sendingStoppedBy: by, sendingStoppedReason: reason } = row;
  return {
    ...settingsOf(row),
    id: row.tenantId,
    isExample: row.isExample,
    sendingStopped: at ? { at: at.toISOString(), by: by ?? '', reason: reason ?? '' } : null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}
