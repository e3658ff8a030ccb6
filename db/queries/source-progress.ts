import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

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
      select m.status from message_batches b
      join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
      where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
        and m.status in ('queued', 'sending')),
    counters as (
      select coalesce(sum(value) filter (where name = 'frozen'), 0) as total, coalesce(sum(value) filter (where name = 'sent'), 0) as sent
      from source_counters where tenant_id = current_tenant() and source_id = ${sourceId})
    select total::int8 as total, sent::int8 as sent, (select count(*) from open)::int8 as left,
      (select count(*) from open where status = 'sending')::int8 as "inFlight"
    from counters`.execute(db);
  return rows[0] ?? { total: 0, sent: 0, left: 0, inFlight: 0 };
}

/**
 * Lists as uncertain what lanes that are gone left on its way: their leases have run out, and nobody can say whether it arrived.
 * Returns how many.
 */
export async function markLost(db: TenantDb, sourceId: string): Promise<number> {
  const { rows } = await sql`
    with lost as (
      update messages m set status = 'uncertain', reason = 'worker_lost', attempts = attempts + 1
      from message_batches b
      where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
        and (b.leased_until is null or b.leased_until < now())
        and m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'sending'
      returning m.id, m.source_id, m.person_id)
    insert into uncertain_messages (message_id, source_id, person_id, cause)
    select id, source_id, person_id, 'worker_lost' from lost
    on conflict (tenant_id, message_id) do update set since = now(), cause = excluded.cause, decision = null,
      decided_by = null, decided_at = null
    returning 1`.execute(db);
  return rows.length;
}

/** Takes back every message of a source that is still queued, and closes the batches that nobody holds. Returns how many. */
export async function cancelSource(db: TenantDb, sourceId: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update messages m set status = 'cancelled', reason = 'campaign_cancelled'
    from message_batches b
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
      and m.tenant_id = b.tenant_id and m.batch_id = b.id and m.status = 'queued'
    returning m.id`.execute(db);
  await sql`
    update message_batches b set finished_at = now()
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId} and b.finished_at is null
      and not exists (select from messages m where m.tenant_id = b.tenant_id and m.batch_id = b.id
        and m.status in ('queued', 'sending'))`.execute(db);
  return rows.length;
}
