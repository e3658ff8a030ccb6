import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { finishNextAction } from '../../db/queries/next-actions.ts';
import { findTask, finishTask } from '../../db/queries/tasks.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { Task } from '../../domain/next-actions/task.ts';
import type { ApiDeps } from '../deps.ts';
import { presentTask } from '../next-actions/present.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json } from '../schemas.ts';

const tags = ['next actions'];
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

/** POST /tasks/{id}/done */
export function taskRoutes({ database }: ApiDeps) {
  const app = newRouter();
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
        before: { task: id, status: 'open' },
        after: { task: id, status: 'done' },
      });
      return (await findTask(db, id))!;
    });
    return c.json(presentTask(task), 200);
  });
  return app;
}
