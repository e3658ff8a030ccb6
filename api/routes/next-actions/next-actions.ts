import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { finishNextAction, rejectNextActions } from '../../../db/queries/next-actions/next-actions.ts';
import { listNextActions } from '../../../db/queries/next-actions/rows.ts';
import { listTasks } from '../../../db/queries/next-actions/tasks.ts';
import { hasPerson } from '../../../db/queries/people/timeline.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { ActionKind } from '../../../domain/next-actions/action.ts';
import { NextAction, nextActionStatuses, RejectInput } from '../../../domain/next-actions/next-action.ts';
import { Task } from '../../../domain/next-actions/task.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { acceptAll, auditDecision, needNextAction, notOpen, stateOf } from './deciding.ts';
import { presentNextAction, presentTask } from './present.ts';
import { tellAccepted, tellNews } from './tell.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['next actions'];
const Shown = NextAction.openapi('NextAction');
const Query = PageQuery.omit({ sort: true });
const listRoute = createRoute({
  method: 'get',
  path: '/next-actions',
  action: 'people.read',
  tags,
  summary: 'What is suggested, the most worth first; other states the newest first',
  request: {
    query: Query.extend({
      status: z.enum(nextActionStatuses).optional(),
      kind: ActionKind.optional(),
      campaignId: Id.optional(),
    }),
  },
  responses: { 200: json(pageOf(Shown), 'A page of decisions') },
});
const ofPersonRoute = createRoute({
  method: 'get',
  path: '/people/{id}/next-actions',
  action: 'people.read',
  tags,
  summary: 'What was and is next for a person, the newest first, with what colleagues are to do',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Shown).extend({ tasks: z.array(Task) }), 'Decisions and tasks') },
});
const acceptRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/accept',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Do what is suggested',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
const bulkRoute = createRoute({
  method: 'post',
  path: '/next-actions/accept',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Do what is suggested for many at once; each row says what became of it',
  request: { body: jsonBody(z.strictObject({ ids: z.array(Id).min(1).max(500) })) },
  responses: {
    200: json(
      z.object({ accepted: z.int(), results: z.array(z.object({ id: Id, result: z.enum(['accepted', 'not_open']) })) }),
      'What became of each',
    ),
  },
});
const rejectRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/reject',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Refuse what is suggested: it is not proposed for this person again within the cool-down',
  request: { params: IdParam, body: jsonBody(RejectInput) },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
const doneRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/done',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Say that what was accepted is finished',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
/** What is next for people: read, accepted, rejected, finished. */
export function nextActionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const from = readCursor(c, cursor, z.tuple([z.number(), z.iso.datetime(), Id]));
    const after = from && { worth: from[0], decidedAt: new Date(from[1]), id: from[2] };
    const rows = await withTenant(database.db, tenantId, (db) =>
      listNextActions(db, { ...filter, limit: limit + 1, after }),
    );
    const shown = page(c, rows, {
      limit,
      cursorOf: ({ worth, decidedAt, id }) => [worth, decidedAt.toISOString(), id],
    });
    return c.json({ ...shown, data: shown.data.map(presentNextAction) }, 200);
  });

  app.openapi(ofPersonRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const found = await withTenant(database.db, tenantId, async (db) => {
      if (!(await hasPerson(db, personId))) throw notFound('person');
      const data = await listNextActions(db, { personId, limit: 50, after: null });
      const tasks = (await listTasks(db, personId)).map(presentTask);
      return { data: data.map(presentNextAction), nextCursor: null, tasks };
    });
    return c.json(found, 200);
  });

  app.openapi(acceptRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const { row, consequences } = await withTenant(database.db, actor.tenantId, async (db) => {
      await needNextAction(db, id);
      const { people, consequences } = await acceptAll(db, actor, [id]);
      const row = await needNextAction(db, id);
      if (people.length + consequences.takenBack.size === 0) throw notOpen(row);
      return { row, consequences };
    });
    await tellAccepted(deps, { tenantId: actor.tenantId, personIds: [row.personId], consequences });
    // What turned out not to be possible was taken back, and stays so.
    if (row.status !== 'accepted') throw new DomainError('conflict', `It ${stateOf(row)}.`);
    return c.json(presentNextAction(row), 200);
  });

  app.openapi(bulkRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { ids } = c.req.valid('json');
    const { people, consequences } = await withTenant(database.db, actor.tenantId, (db) => acceptAll(db, actor, ids));
    const personIds = people.map(({ personId }) => personId);
    await tellAccepted(deps, { tenantId: actor.tenantId, personIds, consequences });
    const accepted = new Set(people.map(({ id }) => id));
    const results = [...new Set(ids)].map((id) => ({
      id,
      result: accepted.has(id) ? ('accepted' as const) : ('not_open' as const),
    }));
    return c.json({ accepted: accepted.size, results }, 200);
  });

  app.openapi(rejectRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await needNextAction(db, id);
      const nowIso = new Date().toISOString();
      const rejected = await rejectNextActions(db, { ids: [id], by: actor.name, reason, nowIso });
      // Somebody may have decided since it was read.
      if (rejected.length === 0) throw notOpen(await needNextAction(db, id));
      await auditDecision(db, actor, { before, after: 'rejected' });
      return needNextAction(db, id);
    });
    await tellNews(deps, { tenantId: actor.tenantId, personId: row.personId });
    return c.json(presentNextAction(row), 200);
  });

  app.openapi(doneRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await needNextAction(db, id);
      const personId = await finishNextAction(db, { id, by: actor.name, nowIso: new Date().toISOString() });
      if (personId === null)
        throw new DomainError(
          'conflict',
          `Only what was accepted can be finished; this ${stateOf(await needNextAction(db, id))}.`,
        );
      await auditDecision(db, actor, { before, after: 'done' });
      return needNextAction(db, id);
    });
    await tellNews(deps, { tenantId: actor.tenantId, personId: row.personId });
    return c.json(presentNextAction(row), 200);
  });
  return app;
}
