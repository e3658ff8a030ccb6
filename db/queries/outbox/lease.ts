import type postgres from 'postgres';
import { inTransaction, type Sql } from '../../connection.ts';
import type { SendWindow } from '../../../domain/drips/definition.ts';

/** The raw client inside a transaction of one tenant. The outbox uses it because its statements run per window, not per request. */
export type OutboxSql = postgres.ISql<{ bigint: number }>;

/** A batch that this lane holds until its lease runs out. */
export interface LeasedBatch {
  id: string;
  sourceKind: string;
  sourceId: string;
  campaignId: string | null;
  /** The part whose workflow hears what became of it; null: the source itself. */
  partId: string | null;
  /** The hours in which it may go, beside the tenant's quiet hours; null: any. */
  sendWindow: SendWindow | null;
  priority: number;
  size: number;
  /** The lease of another lane that held it before and did not give it back. */
  lastLease: string | null;
  /** Whether an endpoint wants to hear of what is sent; asked once a batch, as each window would pay for it: one made later hears from the next batch. */
  tellsOfSent: boolean;
}

/**
 * What comes after it in the transaction sees one tenant. These statements are run thousands of times with arrays of the same size:
 * planning them anew each time would cost more than running them. A plan lives long, so it must not be made for tables
 * that are small today.
 */
function setTenant(sql: OutboxSql, tenantId: string): postgres.PendingQuery<postgres.Row[]> {
  return sql`
    select set_config('app.tenant_id', ${tenantId}, true), set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`;
}

/** Runs `work` in a transaction that sees one tenant; the tenant is set in the same round trip as the first statement. */
export async function withTenantSql<T>(sql: Sql, tenantId: string, work: (sql: OutboxSql) => Promise<T>): Promise<T> {
  return inTransaction(sql, async (sql) => {
    // Queries wait until somebody asks for them; `execute` sends this one before the first of `work`.
    const isSet = setTenant(sql, tenantId).execute();
    const [, value] = await Promise.all([isSet, work(sql)]);
    return value;
  });
}

/**
 * Runs statements as one transaction in one round trip: they are written together and answered together, which costs both sides a
 * fraction of asking one after the other. `line` is a client with one connection, see `Database`. Resolves with the rows of each;
 * rejects with the first fault, and then none of them has happened. Where the connection goes in between, what is written on the
 * next one stands alone, sees no tenant, and so finds and changes nothing.
 */
export async function inOneTrip(
  line: Sql,
  tenantId: string,
  statementsOf: (sql: OutboxSql) => readonly { execute(): PromiseLike<unknown> }[],
): Promise<unknown[]> {
  const queries = [line`begin`, setTenant(line, tenantId), ...statementsOf(line), line`commit`];
  const values: unknown[] = [];
  for (const one of await Promise.allSettled(queries.map((query) => query.execute()))) {
    if (one.status === 'rejected') throw one.reason;
    values.push(one.value);
  }
  return values.slice(2, -1);
}

/**
 * Takes the next batch that may be sent now: released, due, held by nobody, its source running and no kill switch on.
 * Transactional goes first; sources of the same priority take turns. Where a frequency cap makes messages compete for people, nothing
 * is taken while something that goes before it is due or in another lane's hands: what is less important must not use up what more
 * important messages are about to need. Null where nothing may be taken.
 */
export async function leaseBatch(
  sql: OutboxSql,
  input: { leaseId: string; leaseSeconds: number; nowIso: string },
): Promise<LeasedBatch | null> {
  const [row] = await sql<LeasedBatch[]>`
    with first as materialized (
      select b.priority
      from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.not_before <= ${input.nowIso}
        and b.source_kind <> 'transactional' and may_send(b.source_kind, b.source_id, b.campaign_id)
        and exists (select from tenants t where t.tenant_id = current_tenant() and t.cap_messages is not null)
      order by b.priority, b.turn, b.id
      limit 1
    ),
    candidate as (
      select b.tenant_id, b.id, b.lease_id as last_lease
      from message_batches b
      where b.tenant_id = current_tenant()
        and b.finished_at is null
        and b.not_before <= ${input.nowIso}
        and (b.leased_until is null or b.leased_until < now())
        and may_send(b.source_kind, b.source_id, b.campaign_id)
        and b.priority <= coalesce((select priority from first), b.priority)
      order by b.priority, b.turn, b.id
      limit 1
      for update of b skip locked
    )
    update message_batches b
    set lease_id = ${input.leaseId}, leased_until = now() + make_interval(secs => ${input.leaseSeconds}), window_no = 0
    from candidate
    where b.tenant_id = candidate.tenant_id and b.id = candidate.id
    returning b.id, b.source_kind as "sourceKind", b.source_id as "sourceId", b.campaign_id as "campaignId",
      b.part_id as "partId", b.send_window as "sendWindow", b.priority, b.size, candidate.last_lease as "lastLease",
      is_told(array['message.sent']) as "tellsOfSent"`;
  return row ?? null;
}

/** Begins the lease of a batch anew, where this lane still has it. */
export async function extendLease(
  sql: OutboxSql,
  { batchId, leaseId, leaseSeconds }: { batchId: string; leaseId: string; leaseSeconds: number },
): Promise<void> {
  await sql`
    update message_batches set leased_until = now() + make_interval(secs => ${leaseSeconds})
    where tenant_id = current_tenant() and id = ${batchId} and lease_id = ${leaseId}`;
}

/** Whether something is due that no lane has, because something that goes before it is still on its way. */
export async function isHeldBack(sql: OutboxSql, nowIso: string): Promise<boolean> {
  const [row] = await sql<{ isHeldBack: boolean }[]>`
    select exists (
      select from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.not_before <= ${nowIso}
        and (b.leased_until is null or b.leased_until < now()) and may_send(b.source_kind, b.source_id, b.campaign_id)
    ) as "isHeldBack"`;
  return row?.isHeldBack ?? false;
}

/** Whether something is due that may be sent, in a lane's hands or not: what is paused or stopped waits for nobody. */
export async function isAnythingDue(sql: OutboxSql, nowIso: string): Promise<boolean> {
  const [row] = await sql<{ isDue: boolean }[]>`
    select exists (
      select from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.not_before <= ${nowIso}
        and may_send(b.source_kind, b.source_id, b.campaign_id)
    ) as "isDue"`;
  return row?.isDue ?? false;
}

/** Whether a lane has something of the tenant in hand. */
export async function isSending(sql: OutboxSql): Promise<boolean> {
  const [row] = await sql<{ isSending: boolean }[]>`
    select exists (
      select from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.leased_until > now()) as "isSending"`;
  return row?.isSending ?? false;
}

/** What the outbox has to do: batches that are due and may be sent, and when the next one is due (ISO 8601). */
export interface OutboxPlan {
  dueBatches: number;
  /** Messages in them, as they were made up. */
  dueMessages?: number;
  nextDueAt: string | null;
}

/** Reads the plan at `nowIso`. A batch of a paused or stopped source is not part of it: resuming wakes the outbox. */
export async function planOutbox(sql: OutboxSql, nowIso: string): Promise<OutboxPlan> {
  const [row] = await sql<{ dueBatches: number; dueMessages: number; nextDueAt: Date | null }[]>`
    select
      count(*) filter (where due_at <= ${nowIso})::int as "dueBatches",
      coalesce(sum(size) filter (where due_at <= ${nowIso}), 0)::int as "dueMessages",
      min(due_at) filter (where due_at > ${nowIso}) as "nextDueAt"
    from (
      -- A lease runs by the database's clock, what is due by the clock of the business: carry the rest of the lease over.
      select greatest(b.not_before, ${nowIso}::timestamptz + greatest(b.leased_until - now(), '0')) as due_at, b.size
      from message_batches b
      where b.tenant_id = current_tenant()
        and b.finished_at is null
        and b.not_before is not null
        and may_send(b.source_kind, b.source_id, b.campaign_id)
    ) due`;
  const { dueBatches = 0, dueMessages = 0, nextDueAt } = row ?? {};
  return { dueBatches, dueMessages, nextDueAt: nextDueAt?.toISOString() ?? null };
}
