import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { countMatching } from '../../../db/queries/segments/preview.ts';
import { loadRuleContext } from '../../../db/queries/segments/context.ts';
import { listSegmentUses } from '../../../db/queries/segments/uses.ts';
import {
  deleteSegment,
  findSegment,
  insertSegment,
  listSegments,
  lockSegments,
  markCounted,
} from '../../../db/queries/segments/segments.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { Segment, SegmentEffect, SegmentInput, SegmentPatch, SegmentUse } from '../../../domain/segments/segment.ts';
import { tellAllEdited } from '../campaigns/command.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';
import { auditedSegment, changeSegment, foreseeChange } from './change.ts';
import { checkRule } from './check-rule.ts';
import { wakeSegmentRefresh } from './wake.ts';

const tags = ['segments'];

const listRoute = createRoute({
  method: 'get',
  path: '/segments',
  action: 'people.read',
  tags,
  summary: 'Segments by name, with how many people each had when it was last counted',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      q: z.string().max(200).optional().openapi({ description: 'Part of the name' }),
    }),
  },
  responses: { 200: json(pageOf(Segment), 'A page of segments') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/segments',
  action: 'segments.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a segment: a rule that selects whoever it holds for',
  request: { body: jsonBody(SegmentInput) },
  responses: { 201: json(Segment, 'The segment') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/segments/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One segment, and what builds on it',
  request: { params: IdParam },
  responses: { 200: json(Segment.extend({ usedBy: z.array(SegmentUse) }), 'The segment') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/segments/{id}',
  action: 'segments.write',
  versioned: true,
  tags,
  summary:
    'Change a segment; with dryRun see who would come and go. Another rule voids approvals given with the old one',
  request: {
    params: IdParam,
    query: z.object({ dryRun: z.stringbool().default(false).openapi({ type: 'boolean' }) }),
    body: jsonBody(SegmentPatch),
  },
  responses: {
    200: json(
      Segment.extend({ effect: SegmentEffect.nullable() }),
      'The segment as it is now, or with dryRun as it would be, and `effect`',
    ),
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/segments/{id}',
  action: 'segments.write',
  tags,
  summary: 'Delete a segment that nothing builds on',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** Segments: rules over people. What a rule means is at /segments/preview and explained at /segments/explain. */
export function segmentsRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, q } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) => listSegments(db, { limit: limit + 1, after, q }));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.name, row.id] }), 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const id = creationId(c);
    const input = c.req.valid('json');
    await withTenant(database.db, actor.tenantId, async (db) => {
      await lockSegments(db);
      if (await findSegment(db, id)) return;
      await checkRule(db, { rule: input.rule, selfId: id, nowIso: new Date().toISOString() });
      await insertSegment(db, { ...input, id, createdBy: actor.personId ?? actor.name });
      await insertAudit(db, actor, { action: 'segment.add', entityKind: 'segment', entityId: id, after: input });
    });
    const segment = await counted(actor.tenantId, id);
    if (segment.isWatched) await wakeSegmentRefresh(temporal, actor.tenantId);
    setEtag(c, segment.version);
    return c.json(segment, 201);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const segment = await withTenant(database.db, tenantId, async (db) => {
      const found = await findSegment(db, id);
      return found && { ...found, usedBy: await listSegmentUses(db, id) };
    });
    if (!segment) throw notFound('segment');
    setEtag(c, segment.version);
    return c.json(segment, 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const { id } = c.req.valid('param');
    const change = { id, version: expectedVersion(c), changes: c.req.valid('json') };
    if (c.req.valid('query').dryRun) {
      const { segment, effect } = await withTenant(database.db, actor.tenantId, (db) => foreseeChange(db, change));
      return c.json({ ...segment, effect }, 200);
    }
    const { opened } = await withTenant(database.db, actor.tenantId, (db) => changeSegment(db, actor, change));
    await tellAllEdited(
      temporal,
      actor.tenantId,
      opened.map(({ id }) => id),
    );
    const segment = await counted(actor.tenantId, id);
    if (segment.isWatched) await wakeSegmentRefresh(temporal, actor.tenantId);
    setEtag(c, segment.version);
    return c.json({ ...segment, effect: null }, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'segments.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      await lockSegments(db);
      const before = await findSegment(db, id);
      if (!before) throw notFound('segment');
      const uses = await listSegmentUses(db, id);
      if (uses.length > 0) {
        const names = uses.map(({ kind, name }) => `the ${kind} ${name}`).join(', ');
        throw new DomainError('conflict', `The segment is part of ${names}; take it out there first.`);
      }
      if (!(await deleteSegment(db, id))) throw notFound('segment');
      const audited = auditedSegment(before);
      await insertAudit(db, actor, { action: 'segment.remove', entityKind: 'segment', entityId: id, before: audited });
    });
    return c.body(null, 204);
  });

  /** The segment with a fresh count, taken after it was saved: a rule that is too slow to count is saved all the same. */
  async function counted(tenantId: string, id: string): Promise<Segment> {
    const nowIso = new Date().toISOString();
    await withTenant(database.db, tenantId, async (db) => {
      const segment = await findSegment(db, id);
      if (!segment) return;
      const context = await loadRuleContext(db, { rules: [segment.rule], nowIso });
      const people = await countMatching(db, { rule: segment.rule, context });
      await markCounted(db, id, { people, at: nowIso });
    }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      log.info({ segmentId: id }, 'a segment takes too long to count');
    });
    const segment = await withTenant(database.db, tenantId, (db) => findSegment(db, id));
    if (!segment) throw notFound('segment');
    return segment;
  }

  return app;
}
