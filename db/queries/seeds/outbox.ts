import { samplePerson } from '../../../domain/content/merge-data.ts';
import type { OutboxSql } from '../outbox/lease.ts';
import type { PutOff } from '../outbox/batch.ts';
import type { Moved, WindowOutcome } from '../outbox/mark.ts';
import type { EditionOfBatch, Recipient, Statement, WindowClaim } from '../outbox/window.ts';

// The statements of a lane over copies for seeds, as `outbox-window`, `outbox-mark` and `outbox-batch` have them over messages. They move a
// copy and its batch, and nothing else: no counter, no hour, no person, no event.

/** Everything of a leased batch that may still be sent, by edition. */
export async function listQueuedSeeds(sql: OutboxSql, batchId: string): Promise<EditionOfBatch[]> {
  const rows = await sql<(Omit<EditionOfBatch, 'messageIds'> & { ids: string })[]>`
    select e.id as "editionId", e.sender_id as "senderId", e.message_class = 'marketing' as "isMarketing",
      e.topic_id as "topicId", s.ids, domain as "senderDomain", exists (
        select from stopped_domains d where d.tenant_id = e.tenant_id and d.domain = from_domain.domain and d.cause <> 'key')
        as "isStopped"
    from (
      select edition_id, string_agg(id::text, ',' order by id) as ids from seed_sends
      where tenant_id = current_tenant() and batch_id = ${batchId} and status = 'queued'
      group by edition_id) s
    join editions e on e.tenant_id = current_tenant() and e.id = s.edition_id
    cross join lateral (select lower(split_part(e.from_address, '@', 2)) as domain) from_domain
    order by e.id`;
  return rows.map(({ ids, ...edition }) => ({ ...edition, messageIds: ids.split(',') }));
}

/** The receiving domain of each copy. */
export async function listSeedReceivers(sql: OutboxSql, ids: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; domain: string }[]>`
    select id, domain from seed_sends where tenant_id = current_tenant() and id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, domain }) => [id, domain]));
}

const { firstName, lastName, email: _, attributes: __, ...fields } = samplePerson;
/** Copies are written to somebody invented, at the address of the seed. */
const asSample = (sql: OutboxSql) => sql`
  ${firstName}::text as "firstName", ${lastName}::text as "lastName", ${JSON.stringify(fields)}::text::jsonb as more`;

/** Claims a window of copies, as `claimWindow` claims messages. One is skipped whose seed was switched off or taken off the list, or is suppressed. */
export function claimSeeds(sql: OutboxSql, claim: WindowClaim): Statement<Recipient> {
  const { batchId, leaseId, messageIds, nowIso } = claim;
  return sql<Recipient[]>`
    with batch as materialized (
      select b.id, may_send(b.source_kind, b.source_id, b.campaign_id) as may_send
      from message_batches b
      where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId} and b.leased_until > now()),
    verdict as materialized (
      select c.id, c.attempts, c.address, case
        when s.id is null then 'seed_off'
        when exists (select from suppressions x where x.tenant_id = c.tenant_id and x.address_hash = address_hash(c.address))
        then 'suppressed' end as obstacle
      from seed_sends c left join seeds s on s.tenant_id = c.tenant_id and s.id = c.seed_id and s.is_active
      where c.tenant_id = current_tenant() and c.id = any(${messageIds}::uuid[]) and c.status = 'queued'
        and c.batch_id = ${batchId} and (select may_send from batch)),
    skipped as (
      update seed_sends c set status = 'skipped', reason = v.obstacle from verdict v
      where c.tenant_id = current_tenant() and c.id = v.id and v.obstacle is not null),
    noted as (
      update message_batches b
      set window_ids = (select array_agg(id) from verdict where obstacle is null), window_at = ${nowIso},
        window_no = ${claim.windowNo}, leased_until = now() + make_interval(secs => ${claim.leaseSeconds})
      where b.tenant_id = current_tenant() and b.id = (select id from batch))
    select id as "messageId", obstacle, attempts, address as email, ${asSample(sql)} from verdict`;
}

/** Reads the copies of a window that is claimed already. */
export function listClaimedSeeds(sql: OutboxSql, ids: string[]): Statement<Recipient> {
  return sql<Recipient[]>`
    select id as "messageId", null::text as obstacle, attempts, address as email, ${asSample(sql)}
    from seed_sends where tenant_id = current_tenant() and id = any(${ids}::uuid[])`;
}

/** What is written for each copy, by its outcome. A deferred copy stays queued, and the attempt is counted if it counts as one. */
function settled(outcome: Pick<WindowOutcome, 'sent' | 'failed' | 'requeued' | 'uncertain'>) {
  return [
    ...outcome.sent.map((id) => ({ id, status: 'sent', reason: '', tries: 1 })),
    ...outcome.failed.map(({ id, reason }) => ({ id, status: 'failed', reason, tries: 1 })),
    ...outcome.requeued.map(({ id, reason, counts }) => ({ id, status: 'queued', reason, tries: counts ? 1 : 0 })),
    ...outcome.uncertain.map((id) => ({ id, status: 'uncertain', reason: 'connection_lost', tries: 1 })),
  ];
}

const outcomes = (sql: OutboxSql, all: ReturnType<typeof settled>) => sql`
  unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ status }) => status)}::text[], ${all.map(({ reason }) => reason)}::text[],
    ${all.map(({ tries }) => tries)}::int[]) as o (id, status, reason, tries)`;

/** Writes the outcomes of a window while the lease still holds it. Belongs behind `lockBatch`, in one transaction. */
export function markSeeds(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved> {
  const { batchId, leaseId, nowIso } = outcome;
  return sql<Moved[]>`
    with moved as (
      update seed_sends c set status = o.status, reason = nullif(o.reason, ''), attempts = c.attempts + o.tries,
        sent_at = case when o.status = 'sent' then ${nowIso}::timestamptz end,
        lease_id = case when o.status = 'uncertain' then ${leaseId}::uuid end
      from ${outcomes(sql, settled(outcome))}
      where c.tenant_id = current_tenant() and c.id = o.id and c.status = 'queued' and c.batch_id = (
        select id from message_batches where tenant_id = current_tenant() and id = ${batchId} and lease_id = ${leaseId})
      returning c.status)
    select case status when 'queued' then 'deferred' else status end as name, count(*)::int as moved from moved group by 1`;
}

/** Settles what a lane knows of copies that were taken for uncertain because it was thought dead. */
export async function settleSeedsLate(sql: OutboxSql, outcome: WindowOutcome): Promise<Moved[]> {
  const { leaseId, nowIso, sent, failed } = outcome;
  return sql<Moved[]>`
    with moved as (
      update seed_sends c set status = o.status, reason = nullif(o.reason, ''),
        sent_at = case when o.status = 'sent' then ${nowIso}::timestamptz end
      from ${outcomes(sql, settled({ sent, failed, requeued: [], uncertain: [] }))}
      where c.tenant_id = current_tenant() and c.id = o.id and c.status = 'uncertain' and c.lease_id = ${leaseId}
      returning c.status)
    select status as name, count(*)::int as moved from moved group by 1`;
}

/** What a lane that is gone had in flight of a batch that was taken over is uncertain, and is not sent again. Returns how many. */
export async function markSeedsAbandoned(sql: OutboxSql, batchId: string, lastLease: string): Promise<number> {
  const rows = await sql`
    with abandoned as (
      update seed_sends c set status = 'uncertain', reason = 'worker_lost', attempts = attempts + 1, lease_id = ${lastLease}
      from message_batches b
      where b.tenant_id = current_tenant() and b.id = ${batchId} and c.tenant_id = b.tenant_id and c.batch_id = b.id
        and c.status = 'queued' and c.id = any(b.window_ids)
      returning c.id),
    emptied as (
      update message_batches set window_ids = null where tenant_id = current_tenant() and id = ${batchId})
    select from abandoned`;
  return rows.length;
}

/** Puts copies of a leased batch off: as a batch of their own, or with the batch where they are all that is left of it. */
export async function putSeedsOff(sql: OutboxSql, input: PutOff): Promise<void> {
  const { batchId, leaseId, notBeforeIso, reason = null, messageIds } = input;
  const whole = await sql`
    update message_batches b set not_before = ${notBeforeIso}, wait_reason = ${reason}
    where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId}
      and not exists (select from seed_sends c where c.tenant_id = b.tenant_id and c.batch_id = b.id and c.status = 'queued'
        and c.id <> all(${messageIds}::uuid[]))
    returning 1`;
  if (whole.length > 0) return;
  await sql`
    with apart as (
      insert into message_batches (source_kind, source_id, campaign_id, priority, turn, size, not_before, wait_reason)
      select source_kind, source_id, campaign_id, priority, turn, ${messageIds.length}::int, ${notBeforeIso}::timestamptz, ${reason}
      from message_batches where tenant_id = current_tenant() and id = ${batchId} and lease_id = ${leaseId}
      returning id)
    update seed_sends c set batch_id = apart.id from apart
    where c.tenant_id = current_tenant() and c.id = any(${messageIds}::uuid[]) and c.status = 'queued' and c.batch_id = ${batchId}`;
}

/** Gives a batch back: finished where nothing in it can still be sent, else free for the next lane. True where it finished. */
export async function releaseSeeds(sql: OutboxSql, batchId: string, leaseId: string): Promise<boolean> {
  const [row] = await sql<{ isFinished: boolean }[]>`
    update message_batches b
    set lease_id = null, leased_until = null, window_ids = null, finished_at = case when not exists (
      select from seed_sends c where c.tenant_id = b.tenant_id and c.batch_id = b.id and c.status = 'queued') then now() end
    where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId}
    returning finished_at is not null as "isFinished"`;
  return row?.isFinished ?? false;
}
