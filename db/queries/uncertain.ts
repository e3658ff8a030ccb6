import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** A message of which nobody can say whether it arrived, with whom it was for. */
export interface UncertainMessage {
  messageId: string;
  personId: string;
  personName: string;
  email: string | null;
  since: Date;
  cause: string;
}

/** The undecided ones of a source, oldest first. */
export async function listUncertain(
  db: TenantDb,
  input: { sourceId: string; after: string | null; limit: number },
): Promise<UncertainMessage[]> {
  return db
    .selectFrom('uncertainMessages as u')
    .leftJoin('people as p', (join) => join.onRef('p.tenantId', '=', 'u.tenantId').onRef('p.id', '=', 'u.personId'))
    .select(['u.messageId', 'u.personId', 'p.email', 'u.since', 'u.cause'])
    .select(sql<string>`trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, ''))`.as('personName'))
    .where('u.sourceId', '=', input.sourceId)
    .where('u.decision', 'is', null)
    .$if(input.after !== null, (query) => query.where('u.messageId', '>', input.after))
    .orderBy('u.messageId')
    .limit(input.limit)
    .execute();
}

/** A person's decision over uncertain messages of a source: all that are open, or those named. */
export interface UncertainDecision {
  sourceId: string;
  messageIds: string[] | null;
  decision: 'leave' | 'resend';
  by: string;
  nowIso: string;
}

/**
 * Writes a decision. `leave` keeps the messages uncertain and takes them off the list; `resend` puts them back into the queue in
 * a batch of their own, where every check of sending is made again. Returns how many it was about.
 */
export async function decideUncertain(db: TenantDb, input: UncertainDecision): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update uncertain_messages u
    set decision = ${input.decision}, decided_by = ${input.by}, decided_at = now()
    where u.tenant_id = current_tenant() and u.source_id = ${input.sourceId} and u.decision is null
      and (${input.messageIds === null} or u.message_id = any(${sql.val(input.messageIds ?? [])}::uuid[]))
    returning u.message_id as id`.execute(db);
  if (input.decision === 'resend' && rows.length > 0)
    await requeue(
      db,
      input,
      rows.map((row) => row.id),
    );
  return rows.length;
}

async function requeue(db: TenantDb, { sourceId, nowIso }: UncertainDecision, messageIds: string[]): Promise<void> {
  await sql`
    with batch as (
      insert into message_batches (source_kind, source_id, part_id, send_window, campaign_id, priority, turn, size, not_before)
      select source_kind, source_id, part_id, send_window, campaign_id, priority, turn, ${messageIds.length}::int, ${nowIso}::timestamptz
      from message_batches where tenant_id = current_tenant() and source_id = ${sourceId}
      order by id limit 1
      returning id),
    requeued as (
      update messages m
      set status = 'queued', reason = 'resend', lease_id = null, attempts = m.attempts - 1, batch_id = batch.id
      from batch
      where m.tenant_id = current_tenant() and m.id = any(${sql.val(messageIds)}::uuid[]) and m.status = 'uncertain'
      returning m.id)
    insert into source_counters as c (source_id, name, value)
    select ${sourceId}::uuid, 'uncertain', -count(*) from requeued having count(*) > 0
    on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value`.execute(db);
}
