import { sql as kyselySql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { WaitReason } from '../../../domain/outbox/wait-reason.ts';
import type { OutboxSql } from './lease.ts';

/**
 * What a lane that is gone had in flight of a batch that was taken over: nobody can say whether it arrived, so it is put on the list
 * that a person decides on. `lastLease` is the lane's, so that it can still tell if it lives after all. Returns how many.
 */
export async function markAbandoned(sql: OutboxSql, batchId: string, lastLease: string): Promise<number> {
  const rows = await sql`
    with abandoned as (
      update messages m set status = 'uncertain', reason = 'worker_lost', attempts = attempts + 1, lease_id = ${lastLease},
        sending_at = b.window_at, counted_at = coalesce(m.counted_at, b.window_at)
      from message_batches b
      where b.tenant_id = current_tenant() and b.id = ${batchId} and m.tenant_id = b.tenant_id and m.batch_id = b.id
        and m.status = 'queued' and m.id = any(b.window_ids)
      returning m.id, m.source_id, m.person_id),
    emptied as (
      update message_batches set window_ids = null where tenant_id = current_tenant() and id = ${batchId})
    insert into uncertain_messages (message_id, source_id, person_id, cause)
    select id, source_id, person_id, 'worker_lost' from abandoned
    on conflict (tenant_id, message_id) do update set since = now(), cause = excluded.cause, decision = null,
      decided_by = null, decided_at = null
    returning 1`;
  return rows.length;
}

/** Messages of a leased batch that wait for a later time (ISO 8601). */
export interface PutOff {
  batchId: string;
  leaseId: string;
  notBeforeIso: string;
  /** Why, as pages say it. */
  reason?: WaitReason;
  messageIds: string[];
}

/**
 * Puts queued messages of a leased batch off. Where they are all that is left of it, the batch itself becomes due later;
 * otherwise they move to a batch of their own, which keeps source and turn.
 */
export async function putOff(sql: OutboxSql, input: PutOff): Promise<void> {
  const { batchId, leaseId, notBeforeIso, reason = null, messageIds } = input;
  const whole = await sql`
    update message_batches b set not_before = ${notBeforeIso}, wait_reason = ${reason}
    where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId}
      -- The first one found answers it; "not exists" would be made a hash of all that the tenant has queued, for each batch anew.
      and (select m.id from messages m
        where m.tenant_id = current_tenant() and m.batch_id = ${batchId} and m.status = 'queued'
          and m.id <> all(${messageIds}::uuid[]) limit 1) is null
    returning 1`;
  if (whole.length > 0) return;
  await sql`
    with moved as (
      insert into message_batches (source_kind, source_id, part_id, send_window, campaign_id, priority, turn, size, not_before,
        experiment_id, experiment_variant_id, wait_reason)
      select source_kind, source_id, part_id, send_window, campaign_id, priority, turn, ${messageIds.length}::int,
        ${notBeforeIso}::timestamptz, experiment_id, experiment_variant_id, ${reason}
      from message_batches where tenant_id = current_tenant() and id = ${batchId} and lease_id = ${leaseId}
      returning id)
    update messages m set batch_id = moved.id
    from moved
    where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[]) and m.status = 'queued'
      and m.batch_id = ${batchId}`;
}

/** Gives a batch back: finished where nothing in it can still be sent, else free for the next lane. True where it finished. */
export async function releaseBatch(sql: OutboxSql, batchId: string, leaseId: string): Promise<boolean> {
  const [row] = await sql<{ isFinished: boolean }[]>`
    update message_batches b
    set lease_id = null, leased_until = null, window_ids = null,
      -- The first one found answers it; "exists" would be made a hash of all that the tenant has queued.
      finished_at = case when (select m.id from messages m
        where m.tenant_id = current_tenant() and m.batch_id = ${batchId} and m.status = 'queued' limit 1) is null then now() end
    where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId}
    returning finished_at is not null as "isFinished"`;
  return row?.isFinished ?? false;
}

/** Whether a source has nothing left that may still be sent. */
export async function isDrained(sql: OutboxSql, sourceId: string): Promise<boolean> {
  const [row] = await sql<{ isDrained: boolean }[]>`
    select not exists (select from message_batches
      where tenant_id = current_tenant() and source_id = ${sourceId} and finished_at is null) as "isDrained"`;
  return row?.isDrained ?? true;
}

/** Adds to the live counters of a source, in the transaction of what they count. Rows are taken in order of name. */
export async function addToCounters(sql: OutboxSql, sourceId: string, by: Record<string, number>): Promise<void> {
  const entries = Object.entries(by)
    .filter(([, value]) => value !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return;
  await sql`
    insert into source_counters as c (source_id, name, value)
    select ${sourceId}, name, value
    from unnest(${entries.map(([name]) => name)}::text[], ${entries.map(([, value]) => value)}::bigint[]) as added (name, value)
    on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value`;
}

/** Lets what was put off for a reason be looked at again now: what held it has changed. */
export async function hastenWaiting(db: TenantDb, reason: WaitReason): Promise<void> {
  await db
    .updateTable('messageBatches')
    .set({ notBefore: kyselySql<Date>`least(not_before, now())` })
    .where('finishedAt', 'is', null)
    .where('waitReason', '=', reason)
    .execute();
}
