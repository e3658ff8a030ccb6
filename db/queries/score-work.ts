import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

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
