import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Which record stays, and which one goes into it. */
export interface MergedPeople {
  keepId: string;
  mergeId: string;
}

/** Where the other record was in drips and nurture programmes, the kept one is; where both were, the kept one's place counts. */
export async function mergeJourneys(db: TenantDb, people: MergedPeople): Promise<void> {
  await mergePositions(db, people);
  await mergeNurtureMembers(db, people);
}

async function mergePositions(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  // Nobody goes through a drip twice at once.
  await sql`
    with gone as (
      update drip_positions p
      set state = 'exited', reason = 'merged', ended_at = now(), due_at = null, waits_for = 'nothing'
      where p.tenant_id = current_tenant() and p.person_id = ${mergeId} and p.ended_at is null and exists (
        select from drip_positions k
        where k.tenant_id = p.tenant_id and k.drip_id = p.drip_id and k.person_id = ${keepId} and k.ended_at is null)
      returning p.id, p.drip_id, p.step)
    insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
    select drip_id, id, step, now(), 'left', 'merged' from gone where step is not null`.execute(db);
  // Two birthdays on one day are one: the kept record has been in for it.
  await sql`
    update drip_positions p set person_id = ${keepId}, occasion = case when not exists (
      select from drip_positions k
      where k.tenant_id = p.tenant_id and k.drip_id = p.drip_id and k.person_id = ${keepId} and k.occasion = p.occasion) then p.occasion end
    where p.tenant_id = current_tenant() and p.person_id = ${mergeId}`.execute(db);
}

async function mergeNurtureMembers(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  // If either record was held, the merged one is; if only one of them was in the drip and had left it, the merged one has left.
  await sql`
    with other as (
      delete from nurture_members where tenant_id = current_tenant() and person_id = ${mergeId}
      returning nurture_id, stream, cadence, added_at, last_cast_at, left_at, left_reason)
    insert into nurture_members as k (nurture_id, person_id, stream, cadence, added_at, last_cast_at, left_at, left_reason)
    select nurture_id, ${keepId}::uuid, stream, cadence, added_at, last_cast_at, left_at, left_reason from other
    on conflict (tenant_id, nurture_id, person_id) do update set
      cadence = case when 'paused' in (k.cadence, excluded.cadence) then 'paused' else k.cadence end,
      added_at = least(k.added_at, excluded.added_at), last_cast_at = greatest(k.last_cast_at, excluded.last_cast_at)`.execute(
    db,
  );
}
