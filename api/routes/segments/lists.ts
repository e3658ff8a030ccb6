import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { listDefinitionsNaming } from '../../../db/queries/parts/definition-uses.ts';
import {
  deleteList,
  listCampaignsNaming,
  deleteListPeople,
  findList,
  insertList,
  insertListPeople,
  listLists,
  markList,
} from '../../../db/queries/segments/lists.ts';
import { listSegmentsNaming } from '../../../db/queries/segments/uses.ts';
import { lockSegments } from '../../../db/queries/segments/segments.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { List, ListInput, ListPeopleInput, ListPeopleResult } from '../../../domain/lists/list.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['lists'];

const listRoute = createRoute({
  method: 'get',
  path: '/lists',
  action: 'people.read',
  tags,
  summary: 'Static lists by name; the people of one are at /people?listId=',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      q: z.string().max(200).optional().openapi({ description: 'Part of the name' }),
    }),
  },
  responses: { 200: json(pageOf(List), 'A page of lists') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/lists',
  action: 'lists.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a list',
  request: { body: jsonBody(ListInput) },
  responses: { 201: json(List, 'The list') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/lists/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One list',
  request: { params: IdParam },
  responses: { 200: json(List, 'The list') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/lists/{id}',
  action: 'lists.write',
  versioned: true,
  tags,
  summary: 'Change a list’s name or description',
  request: {
    params: IdParam,
    body: jsonBody(
      z.strictObject({ name: ListInput.shape.name.optional(), description: z.string().trim().max(2000).optional() }),
    ),
  },
  responses: { 200: json(List, 'The list') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/lists/{id}',
  action: 'lists.write',
  tags,
  summary: 'Delete a list; the people on it stay',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

const peopleRoute = createRoute({
  method: 'post',
  path: '/lists/{id}/people',
  action: 'lists.write',
  idempotent: true,
  tags,
  summary: 'Put people on a list, or take them off it',
  request: { params: IdParam, body: jsonBody(ListPeopleInput) },
  responses: { 200: json(ListPeopleResult, 'What became of them') },
});

/** Static lists of people. */
export function listsRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, q } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) => listLists(db, { limit: limit + 1, after, q }));
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.name, row.id] }), 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'lists.write');
    const id = creationId(c);
    const list = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findList(db, id);
      if (before) return before;
      await insertList(db, { ...c.req.valid('json'), id });
      await insertAudit(db, actor, {
        action: 'list.add',
        entityKind: 'list',
        entityId: id,
        after: c.req.valid('json'),
      });
      return (await findList(db, id))!;
    });
    setEtag(c, list.version);
    return c.json(list, 201);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const list = await withTenant(database.db, tenantId, (db) => findList(db, c.req.valid('param').id));
    if (!list) throw notFound('list');
    setEtag(c, list.version);
    return c.json(list, 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'lists.write');
    const { id } = c.req.valid('param');
    const changes = c.req.valid('json');
    const list = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findList(db, id);
      if (!before) throw notFound('list');
      if (!(await markList(db, { id, version: expectedVersion(c), changes }))) throw changedMeanwhile();
      const { name, description } = before;
      const after = { name, description, ...changes };
      await insertAudit(db, actor, {
        action: 'list.edit',
        entityKind: 'list',
        entityId: id,
        before: { name, description },
        after,
      });
      return (await findList(db, id))!;
    });
    setEtag(c, list.version);
    return c.json(list, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'lists.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findList(db, id);
      if (!before) throw notFound('list');
      // Who is left out by a list would get the message without it.
      const names = await listCampaignsNaming(db, id);
      if (names.length > 0) {
        throw new DomainError('conflict', `The list is part of who gets ${names.join(', ')}; take it out there first.`);
      }
      const parts = await listDefinitionsNaming(db, { listId: id });
      if (parts.length > 0) {
        throw new DomainError(
          'conflict',
          `The list is named in a drip, a nurture programme or a message of ${parts.join(', ')}; take it out there first. A version that people still follow counts too.`,
        );
      }
      await lockSegments(db);
      const segments = await listSegmentsNaming(db, { listId: id });
      if (segments.length > 0) {
        throw new DomainError(
          'conflict',
          `The list is part of the segment ${segments.join(', ')}; take it out there first.`,
        );
      }
      if (!(await deleteList(db, id))) throw notFound('list');
      const { name, people } = before;
      await insertAudit(db, actor, {
        action: 'list.remove',
        entityKind: 'list',
        entityId: id,
        before: { name, people },
      });
    });
    return c.body(null, 204);
  });

  app.openapi(peopleRoute, async (c) => {
    const actor = allow(c, 'lists.write');
    const { id } = c.req.valid('param');
    const { action, personIds } = c.req.valid('json');
    const unique = [...new Set(personIds)];
    const result = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await findList(db, id))) throw notFound('list');
      const { changed, notFound: unknown } =
        action === 'add'
          ? await insertListPeople(db, id, unique)
          : { changed: await deleteListPeople(db, id, unique), notFound: [] };
      const after = { people: changed };
      await insertAudit(db, actor, { action: `list.${action}People`, entityKind: 'list', entityId: id, after });
      return { changed, unchanged: unique.length - changed - unknown.length, notFound: unknown };
    });
    return c.json(result, 200);
  });

  return app;
}
