import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { liftKind, listKind, readHygiene, suppressKind } from '../../../db/queries/deliverability/list-hygiene.ts';
import { findList, insertList } from '../../../db/queries/segments/lists.ts';
import { hygieneKinds } from '../../../domain/deliverability/hygiene.ts';
import { Id } from '../../../domain/ids.ts';
import { List } from '../../../domain/lists/list.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';

const tags = ['deliverability'];
const kind = z.enum(hygieneKinds);
const Domains = z.object({ domain: z.string(), people: z.int() });

const getRoute = createRoute({
  method: 'get',
  path: '/deliverability/hygiene',
  action: 'people.read',
  tags,
  summary: 'Addresses better left alone: role addresses, disposable ones and mistyped ones, with how many there are',
  responses: {
    200: json(
      z.object({
        role: z.object({ people: z.int() }),
        disposable: z.object({ people: z.int(), domains: z.array(Domains) }),
        typo: z.object({ people: z.int(), domains: z.array(Domains.extend({ slipOf: z.string() })) }),
      }),
      'What was found; at most a hundred domains each',
    ),
  },
});
const listRoute = createRoute({
  method: 'post',
  path: '/deliverability/hygiene/list',
  action: 'lists.write',
  idempotent: true,
  tags,
  summary: 'Put the people of a kind on a new list, to look at them',
  request: { body: jsonBody(z.strictObject({ kind, name: List.shape.name })) },
  responses: { 201: json(List, 'The list') },
});
const suppressRoute = createRoute({
  method: 'post',
  path: '/deliverability/hygiene/suppress',
  action: 'suppressions.write',
  idempotent: true,
  tags,
  summary: 'Suppress the addresses of a kind; the answer says how to take it back',
  request: { body: jsonBody(z.strictObject({ kind })) },
  responses: { 201: json(z.object({ suppressed: z.int(), undoId: Id }), 'They get no marketing any more') },
});
const undoRoute = createRoute({
  method: 'post',
  path: '/deliverability/hygiene/undo',
  action: 'suppressions.write',
  idempotent: true,
  tags,
  summary: 'Take back what was suppressed at once; what became graver since stays',
  request: { body: jsonBody(z.strictObject({ kind, undoId: Id })) },
  responses: { 200: json(z.object({ lifted: z.int() }), 'They may be written to again') },
});

const sourceOf = (kind: string, undoId: string) => `list hygiene, ${kind} (${undoId})`;

/** /deliverability/hygiene: what may be wrong with addresses. */
export function listHygieneRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { role, disposable, typo } = await withTenant(database.db, tenantId, readHygiene);
    const short = <T>({ people, domains }: { people: number; domains: T[] }) => ({
      people,
      domains: domains.slice(0, 100),
    });
    return c.json({ role, disposable: short(disposable), typo: short(typo) }, 200);
  });

  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'lists.write');
    const { kind, name } = c.req.valid('json');
    const id = creationId(c);
    const list = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findList(db, id);
      if (before) return before;
      await insertList(db, { id, name, description: '' });
      const people = await listKind(db, { kind, listId: id });
      await insertAudit(db, actor, {
        action: 'lists.create',
        entityKind: 'list',
        entityId: id,
        after: { name, people },
      });
      return (await findList(db, id))!;
    });
    return c.json(list, 201);
  });

  app.openapi(suppressRoute, async (c) => {
    const actor = allow(c, 'suppressions.write');
    const { kind } = c.req.valid('json');
    const undoId = creationId(c);
    const suppressed = await withTenant(database.db, actor.tenantId, async (db) => {
      const count = await suppressKind(db, { kind, source: sourceOf(kind, undoId) });
      await insertAudit(db, actor, {
        action: 'suppressions.hygiene',
        entityKind: 'suppression',
        entityId: null,
        after: { kind, count },
      });
      return count;
    });
    return c.json({ suppressed, undoId }, 201);
  });

  app.openapi(undoRoute, async (c) => {
    const actor = allow(c, 'suppressions.write');
    const { kind, undoId } = c.req.valid('json');
    const lifted = await withTenant(database.db, actor.tenantId, async (db) => {
      const count = await liftKind(db, sourceOf(kind, undoId));
      await insertAudit(db, actor, {
        action: 'suppressions.hygieneUndo',
        entityKind: 'suppression',
        entityId: null,
        after: { kind, count },
      });
      return count;
    });
    return c.json({ lifted }, 200);
  });

  return app;
}
