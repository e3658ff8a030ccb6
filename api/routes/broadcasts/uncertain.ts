import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import {
  countUncertain,
  decideUncertain,
  listUncertain,
  type UncertainScope,
} from '../../../db/queries/outbox/uncertain.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery, Time } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

const Uncertain = z.object({
  messageId: Id,
  personId: Id,
  personName: z.string(),
  email: z.string().nullable(),
  since: Time,
  cause: z.enum(['worker_lost', 'connection_lost']),
  partKind: z.enum(['broadcast', 'drip', 'nurture']).openapi({ description: 'What it came from' }),
  partId: Id,
  partName: z.string(),
  subject: z.string(),
  mayResend: z.boolean().openapi({ description: 'False: what it came from is over, so that it cannot be sent again' }),
});
const UncertainPage = pageOf(Uncertain).extend({
  undecided: z.int().openapi({ description: 'How many there are, over all pages' }),
  resendable: z.int().openapi({ description: 'How many of them can be sent again' }),
});
const Decision = z.strictObject({
  decision: z.enum(['leave', 'resend']),
  messageIds: z.array(Id).max(500).nullable().default(null).openapi({ description: 'null: all that are open' }),
});
const decided = json(z.object({ decided: z.int() }), 'How many it was about');
const read = 'Messages that may or may not have arrived; they are not sent again unless a person says so';
const decide = 'Leave uncertain messages as they are, or send them again (some people may get them twice)';
const ofBroadcast = z.object({ id: Id, broadcastId: Id });
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/uncertain',
  action: 'campaigns.read',
  tags: ['campaigns'],
  summary: `${read}: of its broadcasts, drips and nurture programmes`,
  request: { params: IdParam, query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(UncertainPage, 'A page of them') },
});
const decideRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/uncertain/decide',
  action: 'messages.decide',
  idempotent: true,
  tags: ['campaigns'],
  summary: `${decide}; what belongs to a drip or a programme that is over is not sent again`,
  request: { params: IdParam, body: jsonBody(Decision) },
  responses: { 200: decided },
});
const listOneRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/uncertain',
  action: 'campaigns.read',
  tags: ['broadcasts'],
  summary: read,
  request: { params: ofBroadcast, query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(UncertainPage, 'A page of them') },
});
const decideOneRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/uncertain/decide',
  action: 'messages.decide',
  idempotent: true,
  tags: ['broadcasts'],
  summary: decide,
  request: { params: ofBroadcast, body: jsonBody(Decision) },
  responses: { 200: decided },
});

/** Uncertain messages of a campaign, or of one of its broadcasts: the list and the decision. */
export function uncertainRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  for (const route of [listRoute, listOneRoute]) {
    app.openapi(route, async (c) => {
      const actor = allow(c, 'campaigns.read');
      const scope = scopeOf(c.req.valid('param'));
      const { limit, cursor } = c.req.valid('query');
      const after = readCursor(c, cursor, z.tuple([Id]));
      const { rows, counts } = await withTenant(database.db, actor.tenantId, async (db) => {
        await requireScope(db, scope);
        const rows = await listUncertain(db, { ...scope, after: after?.[0] ?? null, limit: limit + 1 });
        return { rows, counts: await countUncertain(db, scope) };
      });
      const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.messageId] });
      const shown = data.map((row) => ({
        ...row,
        since: row.since.toISOString(),
        cause: row.cause as 'worker_lost' | 'connection_lost',
      }));
      return c.json({ data: shown, nextCursor, ...counts }, 200);
    });
  }
  for (const route of [decideRoute, decideOneRoute]) {
    app.openapi(route, async (c) => {
      const actor = allow(c, 'messages.decide');
      const scope = scopeOf(c.req.valid('param'));
      const { decision, messageIds } = c.req.valid('json');
      const count = await withTenant(database.db, actor.tenantId, async (db) => {
        await requireScope(db, scope);
        if (decision === 'resend') await refuseWhatIsOver(db, scope);
        const input = { ...scope, messageIds, decision, by: actor.name, nowIso: new Date().toISOString() };
        const count = await decideUncertain(db, input);
        // Somebody else may have decided all of them meanwhile.
        if (count === 0) return count;
        await insertAudit(db, actor, {
          action: `${scope.sourceId === null ? 'campaign' : 'broadcast'}.uncertain.${decision}`,
          entityKind: 'campaign',
          entityId: scope.campaignId,
          after: { decision, messages: count },
        });
        return count;
      });
      if (decision === 'resend') await wakeTenantOutbox(temporal, log, actor.tenantId);
      return c.json({ decided: count }, 200);
    });
  }
  return app;
}

function scopeOf({ id, broadcastId }: { id: string; broadcastId?: string }): UncertainScope {
  return { campaignId: id, sourceId: broadcastId ?? null };
}

async function requireScope(db: TenantDb, { campaignId, sourceId }: UncertainScope): Promise<void> {
  if (!(await findCampaign(db, campaignId))) throw notFound('campaign');
  if (sourceId !== null && (await findBroadcast(db, sourceId))?.campaignId !== campaignId) throw notFound('broadcast');
}

async function refuseWhatIsOver(db: TenantDb, scope: UncertainScope): Promise<void> {
  const { undecided, resendable } = await countUncertain(db, scope);
  if (undecided > 0 && resendable === 0) {
    throw new DomainError('conflict', 'Whatever sent these messages is over, so none of them can be sent again.');
  }
}
