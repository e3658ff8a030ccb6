import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** A message of which nobody can say whether it arrived, with whom it was for and what it came from. */
export interface UncertainMessage {
  messageId: string;
  personId: string;
  personName: string;
  email: string | null;
  since: Date;
  cause: string;
  partKind: 'broadcast' | 'drip' | 'nurture';
  partId: string;
  partName: string;
  subject: string;
  /** Whether it could be sent again: what it came from is not over. */
  mayResend: boolean;
}

/** Whose uncertain messages: a campaign's, or of one of its broadcasts alone. */
export interface UncertainScope {
  campaignId: string;
  sourceId: string | null;
}

/**
 * Everything of a campaign that sends: its broadcasts, the steps of its drips and the items of its nurture programmes, each with the
 * part that it belongs to. A broadcast that is complete sends again what it is told to; a drip or a programme that is over does not.
 */
const sourcesOf = ({ campaignId, sourceId }: UncertainScope) => sql`(
  select sources.* from (
    select b.id, 'broadcast' as kind, b.id as part_id, b.name, b.status not in ('cancelled', 'failed') as is_open
    from broadcasts b where b.tenant_id = current_tenant() and b.campaign_id = ${campaignId}
    union all
    select s.id, 'drip', d.id, d.name, d.status in ('running', 'paused')
    from drips d join drip_steps s on s.tenant_id = d.tenant_id and s.drip_id = d.id
    where d.tenant_id = current_tenant() and d.campaign_id = ${campaignId}
    union all
    select i.id, 'nurture', n.id, n.name, n.status in ('running', 'paused')
    from nurtures n join nurture_items i on i.tenant_id = n.tenant_id and i.nurture_id = n.id
    where n.tenant_id = current_tenant() and n.campaign_id = ${campaignId}) sources
  where ${sourceId}::uuid is null or sources.id = ${sourceId})`;

/** The undecided ones, oldest first. */
export async function listUncertain(
  db: TenantDb,
  input: UncertainScope & { after: string | null; limit: number },
): Promise<UncertainMessage[]> {
  const { rows } = await sql<UncertainMessage>`
    select u.message_id as "messageId", u.person_id as "personId", p.email, u.since, u.cause, e.subject,
      trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')) as "personName",
      s.kind as "partKind", s.part_id as "partId", s.name as "partName", s.is_open as "mayResend"
    from ${sourcesOf(input)} s
    join uncertain_messages u on u.tenant_id = current_tenant() and u.source_id = s.id and u.decision is null
    join messages m on m.tenant_id = u.tenant_id and m.id = u.message_id
    join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    left join people p on p.tenant_id = u.tenant_id and p.id = u.person_id
    where ${input.after}::uuid is null or u.message_id > ${input.after}
    order by u.message_id limit ${input.limit}`.execute(db);
  return rows;
}

/** How many are undecided, and how many of them could be sent again. */
export async function countUncertain(
  db: TenantDb,
  scope: UncertainScope,
): Promise<{ undecided: number; resendable: number }> {
  const { rows } = await sql<{ undecided: number; resendable: number }>`
    select count(*) as undecided, count(*) filter (where s.is_open) as resendable
    from ${sourcesOf(scope)} s
    join uncertain_messages u on u.tenant_id = current_tenant() and u.source_id = s.id and u.decision is null`.execute(
    db,
  );
  return rows[0] ?? { undecided: 0, resendable: 0 };
}

/** A person's decision over uncertain messages: all that are open, or those named. */
export interface UncertainDecision extends UncertainScope {
  messageIds: string[] | null;
  decision: 'leave' | 'resend';
  by: string;
  nowIso: string;
}

/**
 * Writes a decision. `leave` keeps the messages uncertain and takes them off the list; `resend` puts those whose source is not over
 * back into the queue in a batch of their own, where every check of sending is made again. Returns how many it was about.
 */
export async function decideUncertain(db: TenantDb, input: UncertainDecision): Promise<number> {
  const isResend = input.decision === 'resend';
  const { rows } = await sql<{ id: string; sourceId: string }>`
    update uncertain_messages u
    set decision = ${input.decision}, decided_by = ${input.by}, decided_at = now()
    from ${sourcesOf(input)} s
    where u.tenant_id = current_tenant() and u.source_id = s.id and u.decision is null and (s.is_open or not ${isResend})
      and (${input.messageIds === null} or u.message_id = any(${sql.val(input.messageIds ?? [])}::uuid[]))
    returning u.message_id as id, u.source_id as "sourceId"`.execute(db);
  if (isResend) {
    for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
      const messageIds = rows.filter((row) => row.sourceId === sourceId).map(({ id }) => id);
      await requeue(db, { sourceId, nowIso: input.nowIso }, messageIds);
    }
  }
  return rows.length;
}

async function requeue(
  db: TenantDb,
  { sourceId, nowIso }: { sourceId: string; nowIso: string },
  messageIds: string[],
): Promise<void> {
  await sql`
    with wanted as (
      -- Whoever has a variant of a test keeps it: a batch is of one.
      select m.id, b.experiment_id, b.experiment_variant_id
      from messages m join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
      where m.tenant_id = current_tenant() and m.id = any(${sql.val(messageIds)}::uuid[]) and m.status = 'uncertain'),
    source as (
      select * from message_batches where tenant_id = current_tenant() and source_id = ${sourceId} order by id limit 1),
    batch as (
      insert into message_batches (source_kind, source_id, part_id, send_window, campaign_id, priority, turn, size, not_before,
        experiment_id, experiment_variant_id)
      select s.source_kind, s.source_id, s.part_id, s.send_window, s.campaign_id, s.priority, s.turn, w.size, ${nowIso}::timestamptz,
        w.experiment_id, w.experiment_variant_id
      from source s cross join (
        select experiment_id, experiment_variant_id, count(*) as size from wanted group by 1, 2) w
      returning id, experiment_id, experiment_variant_id),
    requeued as (
      update messages m
      set status = 'queued', reason = 'resend', lease_id = null, attempts = m.attempts - 1, batch_id = batch.id
      from wanted w join batch on batch.experiment_id is not distinct from w.experiment_id
        and batch.experiment_variant_id is not distinct from w.experiment_variant_id
      where m.tenant_id = current_tenant() and m.id = w.id and m.status = 'uncertain'
      returning m.id)
    insert into source_counters as c (source_id, name, value)
    select ${sourceId}::uuid, 'uncertain', -count(*) from requeued having count(*) > 0
    on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value`.execute(db);
}
