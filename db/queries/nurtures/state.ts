import { sql } from 'kysely';
import type { NurtureStatus } from '../../../domain/nurtures/nurture.ts';
import type { TenantDb } from '../../connection.ts';

/** Moves a programme from one of the given states to another; false if it was in none of them. */
export async function markNurture(
  db: TenantDb,
  input: {
    id: string;
    from: readonly NurtureStatus[];
    to: NurtureStatus;
    values?: { startedAt?: string; completedAt?: string; failure?: string | null };
  },
): Promise<boolean> {
  const row = await db
    .updateTable('nurtures')
    .set((eb) => ({ ...input.values, status: input.to, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', input.id)
    .where('status', 'in', [...input.from])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Says that what is in one has changed, at a known version where one is given, and holds it until the transaction ends; false where somebody was faster. */
export async function touchNurture(db: TenantDb, id: string, version: number | null): Promise<boolean> {
  const row = await db
    .updateTable('nurtures')
    .set((eb) => ({ version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps why one could not begin; a sentence for people. */
export async function markNurtureFailure(db: TenantDb, id: string, failure: string): Promise<void> {
  await db.updateTable('nurtures').set({ failure }).where('id', '=', id).execute();
}

/**
 * Holds a programme as it is until the transaction ends, as whoever casts, lets people in or moves somebody does: a new version waits for
 * them and they for it. Its campaign first, as whoever takes a new version into use does. Undefined where there is none.
 */
export async function holdNurture(
  db: TenantDb,
  id: string,
): Promise<{ status: NurtureStatus; currentVersion: number } | undefined> {
  await sql`
    select from campaigns where tenant_id = current_tenant()
      and id = (select campaign_id from nurtures where tenant_id = current_tenant() and id = ${id}) for key share`.execute(
    db,
  );
  const { rows } = await sql<{ status: NurtureStatus; currentVersion: number }>`
    select status, current_version from nurtures where tenant_id = current_tenant() and id = ${id} for share`.execute(
    db,
  );
  return rows[0];
}

/** Locks a programme until the transaction ends: nobody casts, lets people in or moves somebody meanwhile. */
export async function lockNurture(db: TenantDb, id: string): Promise<void> {
  await sql`select from nurtures where tenant_id = current_tenant() and id = ${id} for no key update`.execute(db);
}

/** Makes a version the current one. The workflow has not heard of it yet. */
export async function markNurtureVersionInUse(
  db: TenantDb,
  { nurtureId, number }: { nurtureId: string; number: number },
): Promise<void> {
  await db
    .updateTable('nurtures')
    .set((eb) => ({
      currentVersion: number,
      unheardAt: sql<Date>`now()`,
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', nurtureId)
    .execute();
}

/** Keeps that people were looked for who come in by themselves. */
export async function markNurtureScanned(db: TenantDb, id: string, nowIso: string): Promise<void> {
  await db.updateTable('nurtures').set({ scannedAt: nowIso }).where('id', '=', id).execute();
}

/** Keeps that the workflow of a programme looks at its row now: what was written before is heard. */
export async function markHeard(db: TenantDb, id: string): Promise<void> {
  await db
    .updateTable('nurtures')
    .set({ unheardAt: null })
    .where('id', '=', id)
    .where('unheardAt', 'is not', null)
    .execute();
}
