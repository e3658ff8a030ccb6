import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/**
 * Holds what these people are on their way into and where they are in drips and nurture programmes, until the transaction ends. Before
 * the people themselves: intakes, looks at drips and casts hold these rows when they come to the people. Each in order of its key, so
 * that two who take the same rows wait for each other one after the other.
 */
export async function lockJourneys(db: TenantDb, personIds: readonly string[]): Promise<void> {
  const people = sql`tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[])`;
  await sql`select from intake_people where ${people} order by intake_id, person_id for update`.execute(db);
  await sql`select from drip_positions where ${people} order by id for update`.execute(db);
  await lockMemberships(db, personIds);
}

/** Holds where these people are in nurture programmes: all that `lockJourneys` holds, for who changes nothing else that is there already. */
export async function lockMemberships(db: TenantDb, personIds: readonly string[]): Promise<void> {
  await sql`
    select from nurture_members where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[])
    order by nurture_id, person_id for update`.execute(db);
}
