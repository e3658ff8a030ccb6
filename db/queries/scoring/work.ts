import { sql } from 'kysely';
import type { Db, TenantDb } from '../../connection.ts';

/**
 * Asks for these people to be scored anew, in the transaction that changes something of them. Asking again counts up, so that whoever
 * is scoring one sees that more has happened meanwhile. In order of id: two who ask at once cannot lock each other out.
 */
export async function askForScores(db: TenantDb, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await sql`
    insert into score_work as w (person_id)
    select p.id from people p
    where p.tenant_id = current_tenant() and p.id = any(${sql.val([...personIds])}::uuid[]) and p.erased_at is null
    order by 1
    on conflict (tenant_id, person_id) do update set asked = w.asked + 1`.execute(db);
}

/** A person who is to be scored, and how often that was asked for. */
export interface AskedScore {
  personId: string;
  asked: number;
}

/** The first of those who are to be scored; they are not held, and may be asked for again meanwhile. */
export async function listAskedScores(db: TenantDb, limit: number): Promise<AskedScore[]> {
  return db
    .selectFrom('scoreWork')
    .select(['personId', 'asked'])
    .where('dueAt', '<=', sql<Date>`now()`)
    .orderBy('dueAt')
    .limit(limit)
    .execute();
}

/** Strikes off who has been scored, unless they were asked for again since; in order of id, as they are asked for. */
export async function deleteAskedScores(db: TenantDb, done: readonly AskedScore[]): Promise<void> {
  if (done.length === 0) return;
  await sql`
    with held as materialized (
      select w.person_id from score_work w
      join unnest(${sql.val(done.map(({ personId }) => personId))}::uuid[], ${sql.val(done.map(({ asked }) => asked))}::int[])
        as d(person_id, asked) on w.person_id = d.person_id and w.asked = d.asked
      where w.tenant_id = current_tenant() order by w.person_id for update of w)
    delete from score_work w using held
    where w.tenant_id = current_tenant() and w.person_id = held.person_id`.execute(db);
}

/** Whether anybody is to be scored. */
export async function areScoresAsked(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('scoreWork').select('personId').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Tenants with people who should have been scored by `nowIso`. As salescompass_directory. */
export async function listTenantsToScore(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('scoreWork')
    .select('tenantId')
    .distinct()
    .where('dueAt', '<=', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
