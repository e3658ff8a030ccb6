import { sql } from 'kysely';
import type { InboundReport } from '../../../domain/inbound/inbound-mail.ts';
import type { TenantDb } from '../../connection.ts';

/** What a broadcast has for the seed list. */
export interface SeedCopies {
  broadcastId: string;
  campaignId: string;
  priority: number;
  /** What each seed gets one copy of, and from when on (ISO 8601). */
  editions: readonly { id: string; at: string }[];
}

/**
 * Enqueues a copy of each edition for each seed that is switched on: a batch for each edition, which opens by itself. Doing it again does
 * nothing. Returns how many copies.
 */
export async function enqueueSeeds(db: TenantDb, copies: SeedCopies): Promise<number> {
  const { broadcastId, campaignId, priority, editions } = copies;
  const { rows } = await sql<{ added: number }>`
    with wanted as materialized (
      select e.id as edition_id, e.at, s.id as seed_id, s.address
      from unnest(${sql.val(editions.map(({ id }) => id))}::uuid[], ${sql.val(editions.map(({ at }) => at))}::text[]::timestamptz[])
        as e (id, at)
      cross join seeds s
      where s.tenant_id = current_tenant() and s.is_active and not exists (
        select from seed_sends o where o.tenant_id = s.tenant_id and o.broadcast_id = ${broadcastId}::uuid and o.seed_id = s.id
          and o.edition_id = e.id)),
    parts as materialized (
      select uuidv7() as batch_id, edition_id, at, count(*) as size from wanted group by edition_id, at),
    batches as (
      insert into message_batches (id, source_kind, source_id, campaign_id, priority, turn, size, not_before)
      select batch_id, 'seed', batch_id, ${campaignId}::uuid, ${priority}::int,
        coalesce((select min(turn) from message_batches where tenant_id = current_tenant() and finished_at is null), 0), size, at
      from parts),
    added as (
      insert into seed_sends (batch_id, seed_id, campaign_id, broadcast_id, edition_id, address)
      select p.batch_id, w.seed_id, ${campaignId}::uuid, ${broadcastId}::uuid, w.edition_id, w.address
      from wanted w join parts p on p.edition_id = w.edition_id
      returning 1)
    select count(*)::int as added from added`.execute(db);
  return rows[0]?.added ?? 0;
}

/**
 * Takes back the copies of a broadcast that still wait. What a lane has on its way lands first; what one that is gone had on its way is
 * uncertain.
 */
export async function cancelSeeds(db: TenantDb, broadcastId: string): Promise<void> {
  await sql`
    with held as (
      select b.id, b.lease_id, b.window_ids, coalesce(b.leased_until > now(), false) as is_live from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.id in (
        select batch_id from seed_sends where tenant_id = current_tenant() and broadcast_id = ${broadcastId} and status = 'queued')
      order by b.id for no key update)
    update seed_sends s set
      status = case when s.id = any(held.window_ids) then 'uncertain' else 'cancelled' end,
      -- A lane that was thought gone and lives after all can still tell.
      reason = case when s.id = any(held.window_ids) then 'worker_lost' else s.reason end,
      lease_id = case when s.id = any(held.window_ids) then held.lease_id end,
      attempts = s.attempts + case when s.id = any(held.window_ids) then 1 else 0 end
    from held
    where s.tenant_id = current_tenant() and s.batch_id = held.id and s.status = 'queued'
      and not (held.is_live and coalesce(s.id = any(held.window_ids), false))`.execute(db);
  await sql`
    update message_batches b set finished_at = now()
    where b.tenant_id = current_tenant() and b.finished_at is null and b.source_kind = 'seed'
      and b.id in (select batch_id from seed_sends where tenant_id = current_tenant() and broadcast_id = ${broadcastId})
      and not exists (select from seed_sends s where s.tenant_id = b.tenant_id and s.batch_id = b.id and s.status = 'queued')`.execute(
    db,
  );
}

/** The copy whose mail has this id, with the edition that it is of; undefined where the tenant has none. */
export async function findSeedSend(db: TenantDb, id: string): Promise<{ editionId: string } | undefined> {
  return db.selectFrom('seedSends').select('editionId').where('id', '=', id).executeTakeFirst();
}

/** The first of these ids that belongs to a copy for a seed; null if none does. */
export async function findSeedSendOf(db: TenantDb, ids: readonly string[]): Promise<string | null> {
  if (ids.length === 0) return null;
  const row = await db
    .selectFrom('seedSends')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy(sql`array_position(${sql.val([...ids])}::uuid[], id)`)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Notes what came back for a copy: that its receiver did not take it after all. Nothing else follows from anything that comes back, for
 * nobody. False where it is about no copy.
 */
export async function noteSeedReport(
  db: TenantDb,
  report: Exclude<InboundReport, { kind: 'ignored' }>,
): Promise<boolean> {
  const { messageId: id } = report.message;
  if (report.kind === 'bounce' && report.verdict.kind !== 'delivered')
    await markReturned(db, id, `bounced_${report.verdict.kind}`);
  return (await findSeedSendOf(db, [id])) !== null;
}

async function markReturned(db: TenantDb, id: string, reason: string): Promise<void> {
  await db
    .updateTable('seedSends')
    .set({ status: 'failed', reason })
    .where('id', '=', id)
    .where('status', 'in', ['sent', 'uncertain'])
    .execute();
}
