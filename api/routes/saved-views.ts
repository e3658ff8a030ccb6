import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import {
  deleteSavedView,
  findSavedView,
  insertSavedView,
  listSavedViews,
  updateSavedView,
  type SavedViewRow,
} from '../../db/queries/saved-views.ts';
import { holdRow } from '../../db/queries/hold.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { canDo } from '../../domain/policy/policy.ts';
import { NewSavedView, SavedView, SavedViewChange, ViewPage } from '../../domain/views/saved-view.ts';
import type { ApiDeps } from '../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../etag.ts';
import { creationId } from '../idempotency.ts';
import { allow, allowAlso, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../schemas.ts';

const tags = ['saved views'];
const action = 'campaigns.read' as const;

const listRoute = createRoute({
  method: 'get',
  path: '/saved-views',
  action,
  tags,
  summary: 'Views of a list: your own and those that are shared, by name',
  request: { query: z.object({ page: ViewPage.default('campaigns') }) },
  responses: { 200: json(pageOf(SavedView), 'All of them; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/saved-views',
  action,
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Save a view; to share it takes the right to write campaigns',
  request: { body: jsonBody(NewSavedView) },
  responses: { 201: json(SavedView, 'The view') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/saved-views/{id}',
  action,
  versioned: true,
  tags,
  summary: 'Change a view of your own; admins change shared ones too',
  request: { params: IdParam, body: jsonBody(SavedViewChange) },
  responses: { 200: json(SavedView, 'The view as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/saved-views/{id}',
  action,
  tags,
  summary: 'Delete a view of your own; admins delete shared ones too',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** /saved-views */
export function savedViewRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, action);
    const input = { page: c.req.valid('query').page, personId: personOf(actor) };
    const rows = await withTenant(database.db, actor.tenantId, (db) => listSavedViews(db, input));
    return c.json({ data: rows.map((row) => present(row, actor)), nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, action);
    const values = c.req.valid('json');
    if (values.isShared) allowAlso(c, 'campaigns.write');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const known = await findSavedView(db, id, personOf(actor));
      if (known) return known;
      const made = await insertSavedView(db, { ...values, id, ownerId: personOf(actor) });
      await audit(db, actor, { id, verb: 'create', after: made });
      return made;
    });
    setEtag(c, row.version);
    return c.json(present(row, actor), 201);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, action);
    const { id } = c.req.valid('param');
    const values = c.req.valid('json');
    if (values.isShared) allowAlso(c, 'campaigns.write');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'saved_views', id);
      const before = await findOwn(db, actor, id);
      const after = await updateSavedView(db, { id, version: expectedVersion(c) ?? before.version, values });
      if (!after) throw changedMeanwhile();
      await audit(db, actor, { id, verb: 'update', before, after });
      return after;
    });
    setEtag(c, row.version);
    return c.json(present(row, actor), 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, action);
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findOwn(db, actor, id);
      await deleteSavedView(db, id);
      await audit(db, actor, { id, verb: 'delete', before });
    });
    return c.body(null, 204);
  });
  return app;
}

/** The view, where the actor may change it: their own, or for admins a shared one. */
async function findOwn(db: TenantDb, actor: Actor, id: string): Promise<SavedViewRow> {
  const row = await findSavedView(db, id, personOf(actor));
  if (!row) throw notFound('view');
  if (row.ownerId !== personOf(actor) && !canDo(actor.role, 'settings.write'))
    throw new DomainError('forbidden', 'This view belongs to somebody else. Save one of your own instead.');
  return row;
}

function audit(
  db: TenantDb,
  actor: Actor,
  { id, verb, before, after }: { id: string; verb: string; before?: SavedViewRow; after?: SavedViewRow },
): Promise<void> {
  const audited = (row?: SavedViewRow) => row && { name: row.name, query: row.query, isShared: row.isShared };
  return insertAudit(db, actor, {
    action: `view.${verb}`,
    entityKind: 'view',
    entityId: id,
    before: audited(before),
    after: audited(after),
  });
}

function personOf(actor: Actor): string {
  return actor.personId ?? actor.name;
}

function present({ id, page, name, query, isShared, ownerId, version }: SavedViewRow, actor: Actor) {
  return {
    id,
    page: ViewPage.parse(page),
    name,
    query: query as Record<string, string>,
    isShared,
    isMine: ownerId === personOf(actor),
    version,
  };
}
