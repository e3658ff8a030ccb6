import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { rebuildCounters } from '../../../db/queries/parts/counters.ts';
import {
  findInboundRule,
  findPhraseReach,
  insertInboundRule,
  listInboundRules,
  undoInboundRule,
} from '../../../db/queries/inbound/rules.ts';
import { applyRule, takeBackRule } from '../../../db/queries/inbound/teach.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { InboundRule, InboundRuleInput, RulePhrase } from '../../../domain/inbound/rule.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { inRoundsFor } from './rounds.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['inbound'];
const Rule = InboundRule.openapi('InboundRule');
const Applied = z.object({
  rule: Rule,
  mails: z.int().openapi({ description: 'How many mails it decided, or gave back, in this request' }),
  isDone: z.boolean().openapi({ description: 'False where there are more: ask again and it goes on' }),
});
const Reach = z.object({
  count: z.int(),
  samples: z.array(z.object({ id: Id, subject: z.string(), fromAddress: z.string() })),
});

const listRoute = createRoute({
  method: 'get',
  path: '/inbound-rules',
  action: 'inbound.read',
  tags,
  summary: 'What was taught of mail that no rule of the product understands, newest first',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(Rule), 'A page of rules') },
});
const reachRoute = createRoute({
  method: 'get',
  path: '/inbound-rules/reach',
  action: 'inbound.read',
  tags,
  summary: 'How many mails that wait a phrase stands in, and some of them; nothing is changed',
  request: { query: z.object({ phrase: RulePhrase }) },
  responses: { 200: json(Reach, 'What the phrase would decide') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/inbound-rules',
  action: 'inbound.teach',
  idempotent: true,
  tags,
  summary: 'Say what a phrase means; mail that waits and holds it is decided at once',
  request: { body: jsonBody(InboundRuleInput) },
  responses: { 201: json(Applied, 'The rule, and how many mails it decided') },
});
const applyRoute = createRoute({
  method: 'post',
  path: '/inbound-rules/{id}/apply',
  action: 'inbound.teach',
  idempotent: true,
  tags,
  summary: 'Go on deciding mail that waits by a rule, where there was too much for one request',
  request: { params: IdParam },
  responses: { 200: json(Applied, 'The rule, and how many mails it decided now') },
});
const undoRoute = createRoute({
  method: 'post',
  path: '/inbound-rules/{id}/undo',
  action: 'inbound.teach',
  idempotent: true,
  tags,
  summary:
    'Take a rule back, and what came by it: its mails wait again, suppressions by it are gone. Who left a drip stays out. Ask again where it is not done',
  request: { params: IdParam },
  responses: { 200: json(Applied, 'The rule, and how many mails wait again') },
});

/** Mails in one transaction. */
const batch = 50;

/** /inbound-rules: what people taught. */
export function inboundRuleRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'inbound.read');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, (db) => listInboundRules(db, { limit: limit + 1, after }));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.id] }), 200);
  });
  app.openapi(reachRoute, async (c) => {
    const { tenantId } = allow(c, 'inbound.read');
    const { phrase } = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => findPhraseReach(db, phrase)), 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'inbound.teach');
    const id = creationId(c);
    const input = c.req.valid('json');
    await withTenant(database.db, actor.tenantId, async (db) => {
      if (await findInboundRule(db, id)) return;
      if (!(await insertInboundRule(db, { ...input, id, byName: actor.name }))) throw taken();
      await insertAudit(db, actor, {
        action: 'inboundRule.add',
        entityKind: 'inboundRule',
        entityId: id,
        after: input,
      });
    });
    return c.json(await decide(actor, id), 201);
  });
  app.openapi(applyRoute, async (c) => {
    const actor = allow(c, 'inbound.teach');
    return c.json(await decide(actor, c.req.valid('param').id), 200);
  });
  app.openapi(undoRoute, async (c) => {
    const actor = allow(c, 'inbound.teach');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { phrase, meaning } = await required(db, id);
      if (!(await undoInboundRule(db, id))) return;
      const audited = { action: 'inboundRule.undo', entityKind: 'inboundRule', entityId: id };
      await insertAudit(db, actor, { ...audited, before: { phrase, meaning } });
    });
    const { mails, isDone } = await inRoundsFor(batch, () =>
      withTenant(database.db, actor.tenantId, async (db) => {
        const { count, sourceIds } = await takeBackRule(db, { tenantId: actor.tenantId, ruleId: id, limit: batch });
        for (const sourceId of sourceIds) await rebuildCounters(db, sourceId);
        return count;
      }),
    );
    return c.json(
      { rule: await withTenant(database.db, actor.tenantId, (db) => required(db, id)), mails, isDone },
      200,
    );
  });
  return app;

  async function decide(actor: Actor, id: string) {
    const { tenantId } = actor;
    const rule = await withTenant(database.db, tenantId, (db) => required(db, id));
    const { mails, isDone } = await inRoundsFor(batch, () =>
      withTenant(database.db, tenantId, (db) => applyRule(db, { tenantId, rule, byName: actor.name, limit: batch })),
    );
    return { rule: await withTenant(database.db, tenantId, (db) => required(db, id)), mails, isDone };
  }
}

async function required(db: TenantDb, id: string): Promise<InboundRule> {
  const rule = await findInboundRule(db, id);
  if (!rule) throw notFound('rule');
  return rule;
}

function taken(): DomainError {
  return new DomainError(
    'conflict',
    'Another rule has this phrase already. Nothing was saved; take that one back first.',
    [{ path: 'phrase', code: 'taken', message: 'is taught already' }],
  );
}
