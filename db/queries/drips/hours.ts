import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { requestWakes } from './enrolments.ts';

/**
 * Lets whoever waits for the hours of a message be looked at anew: the organisation's hours are others now. Positions in order of id, as
 * whoever takes people away holds them. Returns their drips: tell them once this is committed.
 */
export async function hastenThoseWhoWaitForHours(db: TenantDb): Promise<string[]> {
  const { rows } = await sql<{ dripId: string }>`
    with held as materialized (
      select id from drip_positions
      where tenant_id = current_tenant() and ended_at is null and state = 'active' and waits_for = 'window' and due_at > now()
      order by id for update),
    moved as (
      update drip_positions p set due_at = now() from held where p.tenant_id = current_tenant() and p.id = held.id returning p.drip_id)
    select distinct drip_id from moved`.execute(db);
  const dripIds = rows.map(({ dripId }) => dripId);
  await requestWakes(db, dripIds);
  return dripIds;
}
