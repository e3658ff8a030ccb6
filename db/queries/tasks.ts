import type { Selectable } from 'kysely';
import type { TenantDb } from '../connection.ts';
import type { Tasks } from '../schema.ts';

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
