import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** How far a source is. `left` are queued or on their way, `inFlight` only those on their way. */
export interface SourceProgress {
  total: number;
  sent: number;
  left: number;
  inFlight: number;
}

/** Counts what is unsettled from its open batches; the rest comes from the live counters. */
export async function countProgress(db: TenantDb, sourceId: string): Promise<SourceProgress> {
  const { rows } = await sql<SourceProgress>`
    with open as (
      select b.id, coalesce(cardinality(b.window_ids), 0) as in_flight from message_batches b
      where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null),
    counters as (
      select coalesce(sum(value) filter (where name = 'frozen'), 0) as total, coalesce(sum(value) filter (where name = 'sent'), 0) as sent
      from source_counters where tenant_id = current_tenant() and source_id = ${sourceId})
    select total::int8 as total, sent::int8 as sent, (
        select count(*) from open join messages m on m.tenant_id = current_tenant() and m.batch_id = open.id and m.status = 'queued'
      )::int8 as left,
      (select coalesce(sum(in_flight), 0) from open)::int8 as "inFlight"
    from counters`.execute(db);
  return rows[0] ?? { total: 0, sent: 0, left: 0, inFlight: 0 };
}

/**
 * Lists as uncertain what lanes that are gone left on its way: their leases have run out, and nobody can say whether it arrived.
 * Returns how many.
 */
export async function markLost(db: TenantDb, sourceId: string): Promise<number> {
  const { rows } = await sql`
    with gone as (
      select b.id, b.lease_id, b.window_ids, b.window_at from message_batches b
      where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
        and (b.leased_until is null or b.leased_until < now()) and b.window_ids is not null
      order by b.id for no key update),
    lost as (
      update messages m set status = 'uncertain', reason = 'worker_lost', attempts = attempts + 1, lease_id = gone.lease_id,
        sending_at = gone.window_at, counted_at = coalesce(m.counted_at, gone.window_at)
      from gone
      where m.tenant_id = current_tenant() and m.batch_id = gone.id and m.status = 'queued' and m.id = any(gone.window_ids)
      returning m.id, m.source_id, m.person_id),
    emptied as (
      -- The lease goes too: what its holder still knows, it tells as one that is late.
      update message_batches b set window_ids = null, lease_id = null, leased_until = null from gone
      where b.tenant_id = current_tenant() and b.id = gone.id)
    insert into uncertain_messages (message_id, source_id, person_id, cause)
    select id, source_id, person_id, 'worker_lost' from lost
    on conflict (tenant_id, message_id) do update set since = now(), cause = excluded.cause, decision = null,
      decided_by = null, decided_at = null
    returning 1`.execute(db);
  return rows.length;
}

/** Why a message was taken back: its campaign was cancelled, or the drip or programme that it is of was stopped or came to its end date. */
export type TakenBackReason = 'campaign_cancelled' | 'part_stopped' | 'part_ended';

/**
 * Takes back every message of a source that is still queued and not on its way, and closes the batches that nobody holds. Returns
 * how many.
 */
export async function cancelSource(
  db: TenantDb,
  sourceId: string,
  reason: TakenBackReason = 'campaign_cancelled',
): Promise<number> {
  // First the batches: a claim that is being made is waited for, and one that comes later sees what is taken back here.
  await sql`
    select from message_batches where tenant_id = current_tenant() and source_id = ${sourceId} and finished_at is null
    order by id for no key update`.execute(db);
  const { rows } = await sql<{ id: string }>`
    update messages m set status = 'cancelled', reason = ${reason}
    from message_batches b
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
      and m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'queued'
      and not coalesce(m.id = any(b.window_ids), false)
    returning m.id`.execute(db);
  await sql`
    update message_batches b set finished_at = now()
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
      and not exists (select from messages m where m.tenant_id = b.tenant_id and m.batch_id = b.id
        and m.status = 'queued')`.execute(db);
  return rows.length;
}

/** Messages of a source that wait for a moment, and why; `until` is when the first of them may go. */
export interface WaitingRow {
  reason: string;
  messages: number;
  until: Date;
}

/** What of a source was put off and is not due at `nowIso`, the most first. */
export async function listWaiting(db: TenantDb, sourceId: string, nowIso: string): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select b.wait_reason as reason, count(*)::int as messages, min(b.not_before) as until
    from message_batches b join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'queued'
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null and b.wait_reason is not null
      and b.not_before > ${nowIso}::timestamptz
    group by 1 order by 2 desc, 1 limit 20`.execute(db);
  return rows;
}
