import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { listCalls, retryCall, type CallRow } from '../../../db/queries/drips/calls.ts';
import { requestLook } from '../../../db/queries/drips/enrolments.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { CallStatus, DripCall } from '../../../domain/drips/call.ts';
import { StepKey } from '../../../domain/drips/steps.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { problemWords } from '../../../domain/webhooks/call.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { DripParams, requireDrip } from './find.ts';
import { hurryDripOf } from './wake.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['drips'];
const base = '/campaigns/{id}/drips/{dripId}/calls';
const listRoute = createRoute({
  method: 'get',
  path: base,
  action: 'campaigns.read',
  tags,
  summary:
    'Calls of webhooks that the drip made or makes, newest first: how often they were tried, and why they did not do',
  request: {
    params: DripParams,
    query: PageQuery.omit({ sort: true }).extend({ step: StepKey.optional(), status: CallStatus.optional() }),
  },
  responses: { 200: json(pageOf(DripCall), 'A page of calls') },
});
const retryRoute = createRoute({
  method: 'post',
  path: `${base}/{dripCallId}/retry`,
  action: 'campaigns.control',
  idempotent: true,
  tags,
  summary: 'Try a call now that would be tried later',
  request: { params: DripParams.extend({ dripCallId: Id }) },
  responses: { 204: { description: 'It is tried with the next round' } },
});

/** The calls of a drip's webhooks. */
export function dripCallRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const params = c.req.valid('param');
    const { limit, cursor, step, status } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]));
    const rows = await withTenant(database.db, tenantId, async (db) => {
      await requireDrip(db, params);
      return listCalls(db, { dripId: params.dripId, step, status, before: after?.[0] ?? null, limit: limit + 1 });
    });
    return c.json(page(c, rows.map(present), { limit, cursorOf: (row) => [row.id] }), 200);
  });
  app.openapi(retryRoute, async (c) => {
    const actor = allow(c, 'campaigns.control');
    const { dripCallId, ...params } = c.req.valid('param');
    const { dripId } = params;
    const nowIso = new Date().toISOString();
    await withTenant(database.db, actor.tenantId, async (db) => {
      const drip = await requireDrip(db, params);
      const isWaiting = await retryCall(db, { dripId, id: dripCallId, nowIso });
      if (isWaiting === undefined) throw notFound('call');
      if (!isWaiting) throw new DomainError('conflict', 'The call is over; it is not tried again.');
      const entry = { entityKind: 'campaign', entityId: params.id, part: partOf('drip', drip) };
      await insertAudit(db, actor, { action: 'drip.retryCall', ...entry, after: { call: dripCallId } });
      await requestLook(db, dripId, nowIso);
    });
    await hurryDripOf(deps, { tenantId: actor.tenantId, dripId });
    return c.body(null, 204);
  });
  return app;
}

function present(row: CallRow): DripCall {
  return {
    ...row,
    nextTryAt: row.status === 'waiting' ? row.nextTryAt.toISOString() : null,
    problemWords: row.problem === null ? null : problemWords(row.problem),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
