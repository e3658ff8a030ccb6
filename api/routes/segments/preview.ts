import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { loadRuleContext } from '../../../db/queries/segments/context.ts';
import { loadFacts } from '../../../db/queries/segments/facts.ts';
import { listSegmentMoves } from '../../../db/queries/segments/members.ts';
import { previewRule } from '../../../db/queries/segments/preview.ts';
import { findSegment } from '../../../db/queries/segments/segments.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { explain, type Explanation } from '../../../domain/segments/explain.ts';
import { Rule } from '../../../domain/segments/rule.ts';
import { SegmentMove, SegmentPreview } from '../../../domain/segments/segment.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';
import { checkRule } from './check-rule.ts';

const tags = ['segments'];

const previewRoute = createRoute({
  method: 'post',
  path: '/segments/preview',
  action: 'people.read',
  tags,
  summary:
    'Whom a rule means now: how many, how many of them marketing reaches and why not the others; nothing is saved',
  request: { body: jsonBody(z.strictObject({ rule: Rule })) },
  responses: { 200: json(SegmentPreview, 'Whom the rule means') },
});

const ExplanationBody: z.ZodType<Explanation> = z
  .lazy(() =>
    z.object({
      outcome: z.enum(['yes', 'no', 'unknown']),
      decides: z.boolean(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
      rules: z.array(ExplanationBody).optional(),
    }),
  )
  .meta({ id: 'RuleExplanation' });

const Explained = z.object({ isIn: z.boolean(), explanation: ExplanationBody });

const explainRuleRoute = createRoute({
  method: 'post',
  path: '/segments/explain',
  action: 'people.read',
  tags,
  summary: 'Whether a rule holds for a person, and which of its parts decide; nothing is saved',
  request: { body: jsonBody(z.strictObject({ rule: Rule, personId: Id })) },
  responses: { 200: json(Explained, 'The outcome of each part, laid out like the rule') },
});

const explainSegmentRoute = createRoute({
  method: 'post',
  path: '/segments/{id}/explain',
  action: 'people.read',
  tags,
  summary: 'Whether a person is in a segment, and which part of its rule decides',
  request: { params: IdParam, body: jsonBody(z.strictObject({ personId: Id })) },
  responses: { 200: json(Explained, 'The outcome of each part, laid out like the rule') },
});

const movesRoute = createRoute({
  method: 'get',
  path: '/segments/{id}/changes',
  action: 'people.read',
  tags,
  summary: 'Who came into a watched segment and who left it, newest first',
  request: { params: IdParam, query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(SegmentMove), 'A page of comings and goings') },
});

/** What a rule means, saved or not. */
export function segmentPreviewRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(previewRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { rule } = c.req.valid('json');
    const preview = await withTenant(database.db, tenantId, async (db) => {
      const context = await checkRule(db, { rule, selfId: null, nowIso: new Date().toISOString() });
      return previewRule(db, { rule, context });
    });
    return c.json(preview, 200);
  });

  app.openapi(explainRuleRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { rule, personId } = c.req.valid('json');
    const answer = await withTenant(database.db, tenantId, async (db) => {
      await checkRule(db, { rule, selfId: null, nowIso: new Date().toISOString() });
      return explainTo(db, rule, personId);
    });
    return c.json(answer, 200);
  });

  app.openapi(explainSegmentRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const answer = await withTenant(database.db, tenantId, async (db) => {
      const segment = await findSegment(db, c.req.valid('param').id);
      if (!segment) throw notFound('segment');
      return explainTo(db, segment.rule, c.req.valid('json').personId);
    });
    return c.json(answer, 200);
  });

  app.openapi(movesRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor } = c.req.valid('query');
    const { id } = c.req.valid('param');
    const before = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findSegment(db, id))) throw notFound('segment');
      return listSegmentMoves(db, { segmentId: id, limit: limit + 1, before });
    });
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.id] }), 200);
  });

  return app;
}

async function explainTo(db: TenantDb, rule: Rule, personId: string): Promise<z.infer<typeof Explained>> {
  const context = await loadRuleContext(db, { rules: [rule], nowIso: new Date().toISOString() });
  const facts = (await loadFacts(db, { context, personIds: [personId] })).get(personId);
  if (!facts) throw notFound('person');
  const explanation = explain(rule, facts, context);
  return { isIn: explanation.outcome === 'yes', explanation };
}
