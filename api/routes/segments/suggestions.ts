import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findSuggestion,
  findSuggestionRound,
  listExamples,
  listSuggestions,
  markSuggestion,
  type StoredSuggestion,
} from '../../../db/queries/segments/suggestions.ts';
import { findSegment, insertSegment, lockSegments } from '../../../db/queries/segments/segments.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { discoveryLimits } from '../../../domain/segments/suggestions/discover.ts';
import {
  Acceptance,
  Rejection,
  SegmentSuggestion,
  SuggestionRound,
  SuggestionState,
} from '../../../domain/segments/suggestions/suggestion.ts';
import { segmentSuggestion, segmentSuggestionStart } from '../../../workflows/segments/suggestion.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { checkRule } from './check-rule.ts';

const tags = ['segments'];

const listRoute = createRoute({
  method: 'get',
  path: '/segments/suggestions',
  action: 'people.read',
  tags,
  summary:
    'Rules whose people converted more often than everybody, with what speaks for them; and how the last look went',
  request: { query: z.object({ state: SuggestionState.default('open') }) },
  responses: {
    200: json(
      pageOf(SegmentSuggestion.openapi('SegmentSuggestion')).extend({
        round: SuggestionRound.nullable().openapi({ description: 'null: nobody has looked yet' }),
        fewestConverted: z.int().openapi({ description: 'So many conversions it takes to learn from' }),
      }),
      'All that are in the state; there is one page',
    ),
  },
});

const refreshRoute = createRoute({
  method: 'post',
  path: '/segments/suggestions/refresh',
  action: 'segments.write',
  idempotent: true,
  tags,
  summary: 'Look for suggestions now, and not only when the week is over',
  responses: {
    202: json(z.object({ since: z.iso.datetime() }), 'A look has begun; `round.lookedAt` is later when it is over'),
  },
});

const acceptRoute = createRoute({
  method: 'post',
  path: '/segments/suggestions/{id}/accept',
  action: 'segments.write',
  idempotent: true,
  tags,
  summary: 'Make a segment of the rule, to go on with in the builder',
  request: { params: IdParam, body: jsonBody(Acceptance) },
  responses: { 201: json(SegmentSuggestion, 'The suggestion, with the segment that was made of it') },
});

const rejectRoute = createRoute({
  method: 'post',
  path: '/segments/suggestions/{id}/reject',
  action: 'segments.write',
  idempotent: true,
  tags,
  summary: 'Say why it is of no use; neither it nor another rule for the same people is suggested again',
  request: { params: IdParam, body: jsonBody(Rejection) },
  responses: { 200: json(SegmentSuggestion, 'The suggestion as it is now') },
});

/** Segments that suggest themselves. */
export function segmentSuggestionRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { state } = c.req.valid('query');
    const answer = await withTenant(database.db, tenantId, async (db) => {
      const data: SegmentSuggestion[] = [];
      for (const one of await listSuggestions(db, state)) data.push(await shown(db, one));
      return { data, round: (await findSuggestionRound(db)) ?? null };
    });
    return c.json({ ...answer, nextCursor: null, fewestConverted: discoveryLimits.fewestConverted }, 200);
  });

  app.openapi(refreshRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const { tenantId } = actor;
    const since = new Date().toISOString();
    await temporal.workflow.signalWithStart(segmentSuggestion, segmentSuggestionStart({ tenantId }));
    const about = { entityKind: 'tenant', entityId: tenantId };
    await withTenant(database.db, tenantId, (db) =>
      insertAudit(db, actor, { action: 'segment_suggestion.refresh', ...about, after: { since } }),
    );
    return c.json({ since }, 202);
  });

  app.openapi(acceptRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const { id } = c.req.valid('param');
    const { name } = c.req.valid('json');
    const segmentId = creationId(c);
    const suggestion = await withTenant(database.db, actor.tenantId, async (db) => {
      await lockSegments(db);
      const before = await required(db, id);
      if (await findSegment(db, segmentId)) return shown(db, before);
      requireOpen(before);
      const input = { name, description: '', rule: before.rule, isWatched: false };
      // What it names may be gone since it was found.
      await checkRule(db, { rule: input.rule, selfId: segmentId, nowIso: new Date().toISOString() });
      await insertSegment(db, { ...input, id: segmentId, createdBy: actor.personId ?? actor.name });
      await markSuggestion(db, { id, state: 'accepted', segmentId, decidedBy: actor.name });
      await insertAudit(db, actor, { action: 'segment.add', entityKind: 'segment', entityId: segmentId, after: input });
      const decided = { state: 'accepted', segmentId };
      await insertAudit(db, actor, { ...about(id, 'accept'), before: { state: before.state }, after: decided });
      return shown(db, await required(db, id));
    });
    return c.json(suggestion, 201);
  });

  app.openapi(rejectRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const suggestion = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      requireOpen(before);
      if (!(await markSuggestion(db, { id, state: 'rejected', reason, decidedBy: actor.name }))) throw decided();
      const after = { state: 'rejected', reason };
      await insertAudit(db, actor, { ...about(id, 'reject'), before: { state: before.state }, after });
      return shown(db, await required(db, id));
    });
    return c.json(suggestion, 200);
  });

  return app;
}

const about = (id: string, verb: 'accept' | 'reject') => ({
  action: `segment_suggestion.${verb}`,
  entityKind: 'segment_suggestion',
  entityId: id,
});

/** A suggestion with some of its people as examples; one that was decided on needs none. */
async function shown(db: TenantDb, one: StoredSuggestion): Promise<SegmentSuggestion> {
  const nowIso = new Date().toISOString();
  return { ...one, examples: one.state === 'open' ? await listExamples(db, { rule: one.rule, nowIso }) : [] };
}

async function required(db: TenantDb, id: string): Promise<StoredSuggestion> {
  const found = await findSuggestion(db, id);
  if (!found) throw notFound('suggestion');
  return found;
}

function requireOpen({ state }: StoredSuggestion): void {
  if (state !== 'open') throw decided();
}

function decided(): DomainError {
  return new DomainError('conflict', 'Somebody has decided on this suggestion already. Nothing was changed.');
}
