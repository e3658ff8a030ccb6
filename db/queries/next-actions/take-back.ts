import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { incrementCounters } from '../parts/counters.ts';

/** Takes back what a lane has put off of a policy that was turned off while the lane had it in its hands. */
export async function takeBackPutOff(db: TenantDb, policyId: string): Promise<void> {
  const off = db.selectFrom('nextActionPolicies').select('id').where('id', '=', policyId).where('mode', '=', 'off');
  if (await off.executeTakeFirst()) await takeBackQueued(db, policyId);
}

/**
 * Takes back what a policy that was turned off has on the road: its decisions and their messages. What a worker has in its hands lands.
 * Returns how many.
 */
export async function takeBackQueued(db: TenantDb, policyId: string): Promise<number> {
  const ofPolicy = sql`b.tenant_id = current_tenant() and b.source_kind = 'nba' and b.part_id = ${policyId} and b.finished_at is null`;
  // First the batches: a claim that is being made is waited for, and one that comes later sees what is taken back here.
  await sql`select from message_batches b where ${ofPolicy} order by b.id for no key update`.execute(db);
  const { rows } = await sql<{ sourceId: string; messages: number }>`
    with taken as (
      update messages m set status = 'skipped', reason = 'action_withdrawn'
      from message_batches b
      where ${ofPolicy} and m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'queued'
        and not coalesce(m.id = any(b.window_ids), false)
      returning m.person_id, m.source_id),
    withdrawn as (
      update next_actions a set status = 'withdrawn', status_reason = 'turned_off', look_at = null, closed_at = now()
      from taken t
      where a.tenant_id = current_tenant() and a.policy_id = ${policyId} and a.person_id = t.person_id and a.item_id = t.source_id
        and a.status in ('accepted', 'done') and a.settled_at is null)
    select source_id, count(*)::int as messages from taken group by source_id`.execute(db);
  await incrementCounters(
    db,
    rows.map(({ sourceId, messages }) => ({ sourceId, name: 'skipped.action_withdrawn', by: messages })),
  );
  await sql`
    update message_batches b set finished_at = now()
    where ${ofPolicy} and not exists (
      select from messages m where m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'queued')`.execute(
    db,
  );
  return rows.reduce((sum, { messages }) => sum + messages, 0);
}
