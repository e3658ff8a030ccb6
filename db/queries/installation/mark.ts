import { sql } from 'kysely';
import { restoreReason, type InstallationMark } from '../../../domain/installation/mark.ts';
import type { Db } from '../../connection.ts';

/**
 * Moves the mark on by one. Where the database is behind what is `remembered` outside of it, or was moved to another server, it
 * was restored: the installation's kill switch is put on in the same transaction, with the reason, and the mark jumps past what
 * was remembered so that an operator who looked and resumed is not stopped again. Returns the mark and the reason, if any.
 */
export async function advanceInstallationMark(
  db: Db,
  remembered: InstallationMark | null,
): Promise<{ mark: InstallationMark; restored: string | null }> {
  return db.transaction().execute(async (db) => {
    const stored = await db
      .selectFrom('installation')
      .select([
        'epoch',
        'systemIdentifier',
        sql<string>`(select system_identifier::text from pg_control_system())`.as('server'),
      ])
      .forUpdate()
      .executeTakeFirstOrThrow();
    const found: InstallationMark = { systemIdentifier: stored.server, epoch: stored.epoch };
    const left = stored.systemIdentifier ? { systemIdentifier: stored.systemIdentifier, epoch: stored.epoch } : null;
    const restored = restoreReason(remembered, found) ?? restoreReason(left, found);
    const epoch = Math.max(stored.epoch, remembered?.epoch ?? 0) + 1;
    await db
      .updateTable('installation')
      .set({
        epoch,
        systemIdentifier: stored.server,
        ...(restored === null
          ? {}
          : {
              sendingStoppedAt: sql<Date>`now()`,
              sendingStoppedBy: 'The product itself',
              sendingStoppedReason: restored,
            }),
      })
      .execute();
    return { mark: { systemIdentifier: stored.server, epoch }, restored };
  });
}
