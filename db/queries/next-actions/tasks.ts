import { sql, type Selectable } from 'kysely';
import type { Task } from '../../../domain/next-actions/task.ts';
import type { TenantDb } from '../../connection.ts';
import type { Tasks } from '../../schema.ts';

/** The tasks of a person, the newest first. */
export async function listTasks(db: TenantDb, personId: string): Promise<Selectable<Tasks>[]> {
  return db
    .selectFrom('tasks')
    .selectAll()
    .where('personId', '=', personId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
}

/** A task with the name of whom it is about. */
export type TaskRow = Selectable<Tasks> & { personName: string; email: string | null };

/** Which tasks: of one colleague, of nobody yet (null), or, where it is left out, of all. `after` is the last row of the page before. */
export interface TaskPage {
  status: Task['status'];
  ownerId?: string | null;
  limit: number;
  after: { at: string; id: string } | null;
}

/** When an open task without a day is sorted: behind all that have one. */
const noDay = '9999-12-31T00:00:00.000Z';

/** The sort key of a task: the due day of an open one, the closing time of a closed one (ISO 8601). */
export function placeOf(task: Pick<Selectable<Tasks>, 'status' | 'dueAt' | 'closedAt'>): string {
  return (task.status === 'open' ? task.dueAt : task.closedAt)?.toISOString() ?? noDay;
}

/** Tasks for a list: open ones, what is due first in front; others, the last that was closed in front. */
export async function listTasksOf(db: TenantDb, { status, ownerId, limit, after }: TaskPage): Promise<TaskRow[]> {
  const isOpen = status === 'open';
  // To the millisecond, which is what `placeOf` can say.
  const place = sql<Date>`date_trunc('milliseconds', ${isOpen ? sql`coalesce(t.due_at, ${noDay}::timestamptz)` : sql`t.closed_at`})`;
  let query = db
    .selectFrom('tasks as t')
    .innerJoin('people as p', (join) => join.onRef('p.tenantId', '=', 't.tenantId').onRef('p.id', '=', 't.personId'))
    .selectAll('t')
    .select([sql<string>`concat_ws(' ', p.first_name, p.last_name)`.as('personName'), 'p.email'])
    .where('t.status', '=', status);
  if (ownerId === null) query = query.where('t.ownerId', 'is', null);
  else if (ownerId !== undefined) query = query.where('t.ownerId', '=', ownerId);
  if (after) {
    const edge = sql`(${after.at}::timestamptz, ${after.id}::uuid)`;
    query = query.where(isOpen ? sql<boolean>`(${place}, t.id) > ${edge}` : sql<boolean>`(${place}, t.id) < ${edge}`);
  }
  return query
    .orderBy(place, isOpen ? 'asc' : 'desc')
    .orderBy('t.id', isOpen ? 'asc' : 'desc')
    .limit(limit)
    .execute();
}

/** A task as it stands. */
export async function findTask(db: TenantDb, id: string): Promise<Selectable<Tasks> | undefined> {
  return db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Marks an open task as done; false where it is not open. */
export async function finishTask(
  db: TenantDb,
  { id, by, nowIso }: { id: string; by: string; nowIso: string },
): Promise<boolean> {
  const row = await db
    .updateTable('tasks')
    .set((eb) => ({ status: 'done', closedAt: nowIso, closedBy: by, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
