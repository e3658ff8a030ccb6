import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/**
 * Asks for these opportunities to be credited anew, in the transaction that changes a fact of them. Asking again counts up, so that
 * whoever is at work on one sees that it has changed meanwhile. In order of id: two who ask at once cannot lock each other out.
 */
export async function askForAttribution(db: TenantDb, opportunityIds: readonly string[]): Promise<void> {
  if (opportunityIds.length === 0) return;
  await sql`
    insert into attribution_work as w (opportunity_id)
    select o.id from opportunities o
    where o.tenant_id = current_tenant() and o.id = any(${sql.val([...opportunityIds])}::uuid[])
    order by 1
    on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1`.execute(db);
}

/** Asks for every opportunity that these people have a part in: something of theirs changed that may count as a touch. */
export async function askForAttributionOfPeople(db: TenantDb, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await sql`
    insert into attribution_work as w (opportunity_id)
    select distinct opportunity_id from opportunity_people
    where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[])
    order by 1
    on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1`.execute(db);
}

/** Whether an opportunity of the tenant is to be credited now. */
export async function isAttributionAsked(db: TenantDb): Promise<boolean> {
  const row = await db
    .selectFrom('attributionWork')
    .select('opportunityId')
    .where('dueAt', '<=', sql<Date>`now()`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
