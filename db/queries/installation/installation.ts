import type { Selectable } from 'kysely';
import type { Db } from '../../connection.ts';
import type { Installation, InstallationLog } from '../../schema.ts';

/** The one row of the installation. */
export type InstallationRow = Selectable<Installation>;

/** Who acted on the installation as a whole; `id` null for the product itself. */
export interface InstallationActor {
  id: string | null;
  name: string;
}

/** The state of the installation. */
export async function findInstallation(db: Db): Promise<InstallationRow> {
  return db.selectFrom('installation').selectAll().executeTakeFirstOrThrow();
}

/** Stops all sending of all tenants and logs it; false when it was stopped already (the first reason stays). */
export async function markInstallationStopped(
  db: Db,
  input: { actor: InstallationActor; reason: string },
): Promise<boolean> {
  const { actor, reason } = input;
  return db.transaction().execute(async (db) => {
    const stopped = await db
      .updateTable('installation')
      .set({ sendingStoppedAt: new Date(), sendingStoppedBy: actor.name, sendingStoppedReason: reason })
      .where('sendingStoppedAt', 'is', null)
      .returning('singleton')
      .executeTakeFirst();
    if (!stopped) return false;
    await insertInstallationLog(db, { actor, action: 'sending.stop', reason });
    return true;
  });
}

/** Lets the installation send again and logs it; false when it was not stopped. */
export async function markInstallationResumed(
  db: Db,
  input: { actor: InstallationActor; reason: string },
): Promise<boolean> {
  const { actor, reason } = input;
  return db.transaction().execute(async (db) => {
    const resumed = await db
      .updateTable('installation')
      .set({ sendingStoppedAt: null, sendingStoppedBy: null, sendingStoppedReason: null })
      .where('sendingStoppedAt', 'is not', null)
      .returning('singleton')
      .executeTakeFirst();
    if (!resumed) return false;
    await insertInstallationLog(db, { actor, action: 'sending.resume', reason });
    return true;
  });
}

/** What operators did last, newest first. */
export async function listInstallationLog(db: Db, limit: number): Promise<Selectable<InstallationLog>[]> {
  return db.selectFrom('installationLog').selectAll().orderBy('id', 'desc').limit(limit).execute();
}

/** Writes what an operator did, in the caller's transaction. */
export async function insertInstallationLog(
  db: Db,
  { actor, action, reason }: { actor: InstallationActor; action: string; reason: string },
): Promise<void> {
  await db.insertInto('installationLog').values({ actorId: actor.id, actorName: actor.name, action, reason }).execute();
}
