import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findBroadcast, type BroadcastRow } from '../../db/queries/broadcasts.ts';
import { decideUncertain, listUncertain } from '../../db/queries/uncertain.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { page, readCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody, pageOf, PageQuery, Time } from '../schemas.ts';
import { wakeTenantOutbox } from '../wake-outbox.ts';

const Uncertain = z.object({
  messageId: Id,
  personId: Id,
  personName: z.string(),
  email: z.string().nullable(),
  since: Time,
  cause: z.enum(['worker_lost', 'connection_lost']),
});
const Decision = z.object({
  decision: z.enum(['leave', 'resend']),
  messageIds: z.array(Id).max(500).nullable().default(null).openapi({ description: 'null: all that are open' }),
});
const tags = ['broadcasts'];
const params = z.object({ id: Id, broadcastId: Id });
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/uncertain',
  action: 'campaigns.read',
  tags,
  summary: 'Messages of which nobody can say whether they arrived; they are not sent again unless a person says so',
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(Uncertain), 'A page of them') },
});
const decideRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/uncertain/decide',
  action: 'messages.decide',
  idempotent: true,
  tags,
  summary: 'Leave uncertain messages as they are, or send them again (some people may get them twice)',
  request: { params, body: jsonBody(Decision) },
  responses: { 200: json(z.object({ decided: z.int() }), 'How many it was about') },
});

/** Uncertain messages of a broadcast: the list and the decision. */
export function uncertainRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { id, broadcastId } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]));
    const rows = await withTenant(database.db, actor.tenantId, async (db) => {
      await requireBroadcast(db, broadcastId, id);
      return listUncertain(db, { sourceId: broadcastId, after: after?.[0] ?? null, limit: limit + 1 });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.messageId] });
    const shown = data.map((row) => ({
      ...row,
      since: row.since.toISOString(),
      cause: row.cause as 'worker_lost' | 'connection_lost',
    }));
    return c.json({ data: shown, nextCursor }, 200);
  });
  app.openapi(decideRoute, async (c) => {
    const actor = allow(c, 'messages.decide');
    const { id, broadcastId } = c.req.valid('param');
    const { decision, messageIds } = c.req.valid('json');
    const decided = await withTenant(database.db, actor.tenantId, async (db) => {
      const broadcast = await requireBroadcast(db, broadcastId, id);
      if (decision === 'resend' && broadcast.status === 'cancelled') {
        throw new DomainError('conflict', 'The campaign was cancelled, so nothing of it can be sent again.');
      }
      const input = { sourceId: broadcastId, messageIds, decision, by: actor.name, nowIso: new Date().toISOString() };
      const count = await decideUncertain(db, input);
      await insertAudit(db, actor, {
        action: `broadcast.uncertain.${decision}`,
        entityKind: 'campaign',
        entityId: id,
        after: { decision, messages: count },
      });
      return count;
    });
    if (decision === 'resend') await wakeTenantOutbox(temporal, log, actor.tenantId);
    return c.json({ decided }, 200);
  });
  return app;
}

async function requireBroadcast(db: TenantDb, broadcastId: string, campaignId: string): Promise<BroadcastRow> {
  const broadcast = await findBroadcast(db, broadcastId);
  if (!broadcast || broadcast.campaignId !== campaignId) throw notFound('broadcast');
  return broadcast;
}
