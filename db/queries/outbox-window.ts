import type { OutboxSql } from './outbox-lease.ts';

/** What a window needs to know of a message to render it: who gets it and from which edition. */
export interface Recipient {
  messageId: string;
  personId: string;
  editionId: string;
  senderId: string | null;
  isMarketing: boolean;
  /** What it is about; null: nothing that one can opt out of. */
  topicId: string | null;
  domain: string;
  /** Tries made so far. */
  attempts: number;
  email: string;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  jobTitle: string | null;
  company: string | null;
  street: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
}

/** Everything of a leased batch that may still be sent, in a stable order, with the person's fields for merging. */
export async function listRecipients(sql: OutboxSql, batchId: string): Promise<Recipient[]> {
  return sql<Recipient[]>`
    select m.id as "messageId", m.person_id as "personId", m.edition_id as "editionId", e.sender_id as "senderId",
      e.message_class = 'marketing' as "isMarketing", e.topic_id as "topicId",
      p.email_domain as domain, m.attempts, p.email_key as email, p.first_name as "firstName", p.last_name as "lastName",
      p.phone, p.job_title as "jobTitle", p.company, p.street, p.city, p.region, p.postal_code as "postalCode", p.country
    from messages m
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    where m.tenant_id = current_tenant() and m.batch_id = ${batchId} and m.status = 'queued'
    order by m.id`;
}

/** What became of each message of a window: it may be sent now, or it is skipped for a reason. */
export interface ClaimedMessage {
  id: string;
  status: 'sending' | 'skipped';
  reason: string | null;
  /** The address as it is now; it may have changed since the batch was read. */
  email: string | null;
}

/** The window to claim: message ids of one leased batch and the tenant's frequency cap (null: none). */
export interface WindowClaim {
  batchId: string;
  leaseId: string;
  messageIds: string[];
  /** Whether they are marketing or transactional; a window is of one class. */
  isMarketing: boolean;
  /** Whether any of them names a topic: only then is anybody's choice looked up. */
  hasTopic?: boolean;
  /** Whether they are a drip's: then nobody gets one who has left it. */
  isDrip?: boolean;
  nowIso: string;
  cap: { messages: number; days: number } | null;
}

/**
 * The one statement between a message and the wire. It marks as `sending` what the lease still holds and what address, consent,
 * suppression and the frequency cap allow at this moment, and as `skipped` what they do not. An opt-out committed before it
 * starts is honoured. The cap is checked and taken in one upsert of the person's row, so two lanes cannot pass it together;
 * people are taken in order of id, so two lanes cannot lock each other out.
 */
export async function claimWindow(sql: OutboxSql, claim: WindowClaim): Promise<ClaimedMessage[]> {
  const { batchId, leaseId, messageIds, isMarketing, nowIso } = claim;
  const capMessages = isMarketing ? (claim.cap?.messages ?? null) : null;
  const capDays = claim.cap?.days ?? 1;
  const topicObstacle =
    claim.hasTopic && isMarketing
      ? sql`case when exists (
          select from editions e join topic_opt_outs o on o.tenant_id = e.tenant_id and o.topic_id = e.topic_id
          where e.tenant_id = m.tenant_id and e.id = m.edition_id and o.person_id = m.person_id) then 'topic_opt_out' end`
      : sql`null`;
  const dripObstacle = claim.isDrip ? sql`drip_obstacle(m.occurrence)` : sql`null`;
  return sql<ClaimedMessage[]>`
    with candidate as materialized (
      select m.id, m.person_id, m.counted_at, p.email_key, coalesce(sending_obstacle(p.email_key, p.email_status, p.consent,
        (select s.reason from suppressions s where s.tenant_id = m.tenant_id and s.address_hash = p.email_hash),
        ${isMarketing}), ${topicObstacle}, ${dripObstacle}) as obstacle
      from messages m
      join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
      where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[]) and m.batch_id = ${batchId}
        -- Or claimed by this very lease in a transaction whose answer was lost: it has not been sent yet.
        and (m.status = 'queued' or (m.status = 'sending' and m.lease_id = ${leaseId}))
        -- Of the batch and its source, once for the whole window.
        and (select may_send(b.source_kind, b.source_id, b.campaign_id) from message_batches b
          where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId} and b.leased_until > now())
    ),
    counted as (
      insert into person_frequency as f (person_id, recent)
      select distinct person_id, array[${nowIso}::timestamptz] from candidate
      where obstacle is null and counted_at is null and ${capMessages}::int is not null
      order by person_id
      on conflict (tenant_id, person_id) do update
      set recent = array(select moment from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - make_interval(days => ${capDays})) || excluded.recent
      where (select count(*) from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - make_interval(days => ${capDays})) < ${capMessages}::int
      returning person_id
    ),
    verdict as materialized (
      -- "not in" is hashed; a join of two row sets that the planner thinks tiny would compare every pair.
      select c.id, c.email_key, coalesce(c.obstacle, case
        when c.counted_at is null and ${capMessages}::int is not null and c.person_id not in (select person_id from counted)
        then 'frequency_cap' end) as obstacle
      from candidate c
    )
    update messages m
    set status = case when v.obstacle is null then 'sending' else 'skipped' end,
      reason = v.obstacle,
      lease_id = ${leaseId},
      sending_at = case when v.obstacle is null then ${nowIso}::timestamptz end,
      counted_at = case when v.obstacle is null and ${isMarketing} then coalesce(m.counted_at, ${nowIso}::timestamptz) else m.counted_at end
    from verdict v
    -- Said again: had this statement to wait for another one's lock, it goes by what that one left.
    where m.tenant_id = current_tenant() and m.id = v.id and m.batch_id = ${batchId}
      and (m.status = 'queued' or (m.status = 'sending' and m.lease_id = ${leaseId}))
    returning m.id, m.status, m.reason, v.email_key as email`;
}

/** How the attempts of a window ended; ids of messages, grouped by what is written. */
export interface WindowOutcome {
  leaseId: string;
  nowIso: string;
  sent: string[];
  /** Refused for good: the reason is a stable code such as `smtp_550_5.1.1`. */
  failed: { id: string; reason: string }[];
  /** Not delivered, nothing lost: back to `queued`; `counts` false where it was our own throttle or connection. */
  requeued: { id: string; reason: string; counts: boolean }[];
  uncertain: string[];
}

/**
 * Writes the outcomes of a window, by primary key and lease, and returns by how much the source's counters move: from what the
 * rows did, not from what was meant. A lane that was thought dead and reports late still settles its own message, as long as
 * nobody decided on it or sent it again.
 */
export async function markWindow(sql: OutboxSql, outcome: WindowOutcome): Promise<Record<string, number>> {
  const [sent, failed, deferred, uncertain] = await Promise.all([
    markSent(sql, outcome),
    markFailed(sql, outcome),
    markRequeued(sql, outcome),
    markUncertain(sql, outcome),
  ]);
  return {
    sent: sent.moved,
    failed: failed.moved,
    deferred,
    uncertain: uncertain - sent.wereUncertain - failed.wereUncertain,
  };
}

interface Settled {
  moved: number;
  wereUncertain: number;
}

async function markSent(sql: OutboxSql, { leaseId, nowIso, sent }: WindowOutcome): Promise<Settled> {
  if (sent.length === 0) return { moved: 0, wereUncertain: 0 };
  return settled(
    await sql<Settled[]>`
    with settled as (
      update messages set status = 'sent', sent_at = ${nowIso}, reason = null,
        -- An uncertain one was counted as a try when it became uncertain.
        attempts = attempts + case when status = 'uncertain' then 0 else 1 end
      where tenant_id = current_tenant() and id = any(${sent}::uuid[]) and lease_id = ${leaseId}
        and status in ('sending', 'uncertain')
      returning id, old.status as was),
    certain as (
      delete from uncertain_messages u using settled
      where u.tenant_id = current_tenant() and u.message_id = settled.id and settled.was = 'uncertain' and u.decision is null)
    select count(*)::int as moved, count(*) filter (where was = 'uncertain')::int as "wereUncertain" from settled`,
  );
}

async function markFailed(sql: OutboxSql, { leaseId, failed }: WindowOutcome): Promise<Settled> {
  if (failed.length === 0) return { moved: 0, wereUncertain: 0 };
  return settled(
    await sql<Settled[]>`
    with outcome as (
      select * from unnest(${failed.map((one) => one.id)}::uuid[], ${failed.map((one) => one.reason)}::text[]) as o (id, reason)),
    settled as (
      update messages m set status = 'failed', reason = o.reason,
        attempts = attempts + case when m.status = 'uncertain' then 0 else 1 end
      from outcome o
      where m.tenant_id = current_tenant() and m.id = o.id and m.lease_id = ${leaseId} and m.status in ('sending', 'uncertain')
      returning m.id, old.status as was, m.person_id, m.counted_at),
    certain as (
      delete from uncertain_messages u using settled
      where u.tenant_id = current_tenant() and u.message_id = settled.id and settled.was = 'uncertain' and u.decision is null),
    given_back as (
      -- What was never delivered does not count under the frequency cap.
      update person_frequency f set recent = array_remove(f.recent, settled.counted_at)
      from settled where f.tenant_id = current_tenant() and f.person_id = settled.person_id and settled.counted_at is not null)
    select count(*)::int as moved, count(*) filter (where was = 'uncertain')::int as "wereUncertain" from settled`,
  );
}

function settled(rows: Settled[]): Settled {
  return rows[0] ?? { moved: 0, wereUncertain: 0 };
}

async function markRequeued(sql: OutboxSql, { leaseId, requeued }: WindowOutcome): Promise<number> {
  if (requeued.length === 0) return 0;
  const rows = await sql<{ counts: number }[]>`
    update messages m set status = 'queued', reason = o.reason, lease_id = null,
      attempts = attempts + o.counts
    from unnest(${requeued.map((one) => one.id)}::uuid[], ${requeued.map((one) => one.reason)}::text[],
      ${requeued.map((one) => (one.counts ? 1 : 0))}::int[]) as o (id, reason, counts)
    where m.tenant_id = current_tenant() and m.id = o.id and m.lease_id = ${leaseId} and m.status = 'sending'
    returning o.counts`;
  return rows.filter((row) => row.counts > 0).length;
}

async function markUncertain(sql: OutboxSql, { leaseId, uncertain }: WindowOutcome): Promise<number> {
  if (uncertain.length === 0) return 0;
  const rows = await sql`
    with marked as (
      update messages set status = 'uncertain', reason = 'connection_lost', attempts = attempts + 1
      where tenant_id = current_tenant() and id = any(${uncertain}::uuid[]) and lease_id = ${leaseId} and status = 'sending'
      returning id, source_id, person_id)
    insert into uncertain_messages (message_id, source_id, person_id, cause)
    select id, source_id, person_id, 'connection_lost' from marked
    on conflict (tenant_id, message_id) do update set since = now(), cause = excluded.cause, decision = null,
      decided_by = null, decided_at = null
    returning 1`;
  return rows.length;
}
