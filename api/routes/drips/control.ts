import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { holdCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { requestLook } from '../../../db/queries/drips/enrolments.ts';
import { goOn } from '../../../db/queries/drips/pause.ts';
import { markDrip } from '../../../db/queries/drips/drips.ts';
import { isDripRunning } from '../../../db/queries/drips/rounds.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DripStatus, ResumeChoice } from '../../../domain/drips/drip.ts';
import { DomainError } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { ApiDeps } from '../../deps.ts';
import { DripParams, requireDrip } from './find.ts';
import { hurryDripOf } from './wake.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const tags = ['drips'];
const State = z.object({ id: Id, status: DripStatus });
const pauseRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/drips/{dripId}/pause',
  action: 'campaigns.control',
  idempotent: true,
  tags,
  summary: 'Hold the whole drip: nobody moves and nothing of it goes',
  request: { params: DripParams },
  responses: { 200: json(State, 'The drip is held') },
});
const resumeRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/drips/{dripId}/resume',
  action: 'campaigns.control',
  idempotent: true,
  tags,
  summary:
    'Let it go on; who came due meanwhile goes at once, spread over hours, or without the message that was missed; whose day came meanwhile comes in, but not where what was missed is left out',
  request: { params: DripParams, body: jsonBody(ResumeChoice) },
  responses: { 200: json(State.extend({ overdue: z.int() }), 'The drip goes on') },
});

/** Holding a whole drip and letting it go on. */
export function dripControlRoutes(deps: ApiDeps) {
  const { database, temporal, log } = deps;
  const app = newRouter();
  app.openapi(pauseRoute, async (c) => {
    const actor = allow(c, 'campaigns.control');
    const params = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const drip = await requireDrip(db, params);
      const { status } = drip;
      const pausedAt = new Date().toISOString();
      if (!(await markDrip(db, { id: params.dripId, from: ['running'], to: 'paused', values: { pausedAt } })))
        throw new DomainError('conflict', `The drip is ${status}; only one that runs can be held.`);
      const entry = { action: 'drip.pause', entityKind: 'campaign', entityId: params.id, part: partOf('drip', drip) };
      await insertAudit(db, actor, { ...entry, before: { status }, after: { status: 'paused' } });
    });
    return c.json({ id: params.dripId, status: 'paused' as const }, 200);
  });
  app.openapi(resumeRoute, async (c) => {
    const actor = allow(c, 'campaigns.control');
    const params = c.req.valid('param');
    const choice = c.req.valid('json');
    const nowIso = new Date().toISOString();
    const overdue = await withTenant(database.db, actor.tenantId, async (db) => {
      // Where both go on at once, the second of them sees that the first does.
      await holdCampaign(db, params.id);
      const drip = await requireDrip(db, params);
      const { status } = drip;
      if (!(await markDrip(db, { id: params.dripId, from: ['paused'], to: 'running', values: { pausedAt: null } })))
        throw new DomainError('conflict', `The drip is ${status}; only one that is held can go on.`);
      const isCampaignHeld = !(await isDripRunning(db, params.dripId));
      const overdue = await goOn(db, { dripIds: [params.dripId], nowIso, choice, isCampaignHeld });
      const after = { status: 'running', ...choice, people: overdue };
      const entry = { action: 'drip.resume', entityKind: 'campaign', entityId: params.id, part: partOf('drip', drip) };
      await insertAudit(db, actor, { ...entry, before: { status }, after });
      await requestLook(db, params.dripId, nowIso);
      return overdue;
    });
    await hurryDripOf(deps, { tenantId: actor.tenantId, dripId: params.dripId });
    await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.json({ id: params.dripId, status: 'running' as const, overdue }, 200);
  });
  return app;
}
