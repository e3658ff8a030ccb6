import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { listActorNames } from '../../../db/queries/audit/actor-names.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { finishNextAction } from '../../../db/queries/next-actions/next-actions.ts';
import { findTask, finishTask, listTasksOf, placeOf } from '../../../db/queries/next-actions/tasks.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { ListedTask, Task } from '../../../domain/next-actions/task.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentTask } from './present.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['next actions'];
const listRoute = createRoute({
  method: 'get',
  path: '/tasks',
  action: 'people.read',
  tags,
  summary: 'What colleagues are to do: open tasks, what is due first in front, or closed ones, the last in front',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      status: Task.shape.status.default('open'),
      owner: z
        .enum(['me', 'nobody', 'everybody'])
        .default('everybody')
        .meta({ description: 'Whose: of whoever asks, of nobody yet, or all' }),
    }),
  },
  responses: { 200: json(pageOf(ListedTask.openapi('ListedTask')), 'A page of tasks') },
});
const taskRoute = createRoute({
  method: 'post',
  path: '/tasks/{id}/done',
  action: 'people.write',
  idempotent: true,
  tags,
  summary: 'Say that a task is done; the decision that asked for it is finished with it',
  request: { params: IdParam },
  responses: { 200: json(Task, 'The task as it is now') },
});

/** /tasks, and POST /tasks/{id}/done */
export function taskRoutes({ database, directory }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'people.read');
    const { limit, cursor, status, owner } = c.req.valid('query');
    const from = readCursor(c, cursor, z.tuple([z.iso.datetime(), Id]));
    const ownerId = { me: actor.personId, nobody: null, everybody: undefined }[owner];
    // A key that acts for no person has no tasks of its own.
    if (owner === 'me' && ownerId === null) return c.json({ data: [], nextCursor: null }, 200);
    const rows = await withTenant(database.db, actor.tenantId, (db) =>
      listTasksOf(db, { status, ownerId, limit: limit + 1, after: from && { at: from[0], id: from[1] } }),
    );
    const shown = page(c, rows, { limit, cursorOf: (row) => [placeOf(row), row.id] });
    const names = await listActorNames(
      directory.db,
      shown.data.map(({ ownerId }) => ownerId),
    );
    const data = shown.data.map((row) => ({
      ...presentTask(row),
      person: { id: row.personId, name: row.personName, email: row.email },
      ownerName: row.ownerId === null ? null : (names.get(row.ownerId) ?? null),
    }));
    return c.json({ ...shown, data }, 200);
  });
  app.openapi(taskRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const task = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findTask(db, id);
      if (!before) throw notFound('task');
      const nowIso = new Date().toISOString();
      if (!(await finishTask(db, { id, by: actor.name, nowIso })))
        throw new DomainError('conflict', `The task is ${before.status} already.`);
      if (before.nextActionId !== null) await finishNextAction(db, { id: before.nextActionId, by: actor.name, nowIso });
      await insertAudit(db, actor, {
        action: 'tasks.done',
        entityKind: 'person',
        entityId: before.personId,
        part: { kind: 'task', id, name: before.title },
        before: { status: 'open' },
        after: { status: 'done' },
      });
      return (await findTask(db, id))!;
    });
    return c.json(presentTask(task), 200);
  });
  return app;
}
