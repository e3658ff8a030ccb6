import type { DeliveryName } from '../../../domain/deliverability/counts.ts';
import { countDeliveries, tellOfLate, tellOfRefused, tellOfSent, type DeliveryWindow } from './deliveries.ts';
import type { HeldBatch, Statement } from './window.ts';
import type { OutboxSql } from './lease.ts';

/** How the attempts of a window ended; ids of messages, grouped by what is written. */
export interface WindowOutcome extends HeldBatch, DeliveryWindow {
  /** When the window was claimed: what the frequency cap has counted (ISO 8601). */
  claimedAtIso: string;
  /** Only what is marketing counts under the cap. */
  isMarketing: boolean;
  sent: string[];
  /** Refused for good: the reason is a stable code such as `smtp_550_5.1.1`, `counts` what it says of the domains (null: nothing). */
  failed: { id: string; reason: string; counts: DeliveryName | null }[];
  /** Not delivered, nothing lost: still `queued`; `counts` false where it was our own throttle or connection. */
  requeued: { id: string; reason: string; counts: boolean }[];
  uncertain: string[];
  /** Whether an endpoint hears of what was sent. */
  tellsOfSent: boolean;
}

/** By how much a counter of the source moved: from what the rows did, not from what was meant. */
export interface Moved {
  name: 'sent' | 'failed' | 'deferred' | 'uncertain';
  moved: number;
}

/**
 * The statements that write the outcomes of a window while the lease still holds it, together with the source's live counters.
 * They belong behind `lockBatch` in one transaction. Where the batch was taken over they do nothing: see `settleLate`.
 */
export function markWindow(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved>[] {
  return [
    ...(outcome.sent.length > 0 ? [markSent(sql, outcome)] : []),
    ...(outcome.failed.length > 0 ? [markFailed(sql, outcome)] : []),
    ...(outcome.requeued.length > 0 ? [markRequeued(sql, outcome)] : []),
    ...(outcome.uncertain.length > 0 ? [markUncertain(sql, outcome)] : []),
  ];
}

/**
 * Gives the moment at which each of `settled` was counted back, where there is one: two may have been counted at the same. `instead` is
 * what is counted for it. By an array of ids and not by a join, which the planner might begin with all people that are counted.
 */
const countBack = (
  sql: OutboxSql,
  moment: Statement<object>,
  instead: Statement<object> = sql`'{}'::timestamptz[]`,
) => sql`
  update person_frequency f set recent = (
    select case when s.moment = any(f.recent)
        then f.recent[:array_position(f.recent, s.moment) - 1] || f.recent[array_position(f.recent, s.moment) + 1:]
        else f.recent end || ${instead}
    from (select ${moment} as moment from settled where settled.person_id = f.person_id) s where s.moment is not null limit 1)
  where f.tenant_id = current_tenant()
    and f.person_id = any(array(select settled.person_id from settled where ${moment} is not null))`;

/** What was put off counts under the frequency cap from when it went out, and not from when it was first tried. Needs `settled`. */
const recounted = (sql: OutboxSql, { claimedAtIso }: WindowOutcome) => sql`
  recounted as (${countBack(sql, sql`settled.first_counted_at`, sql`array[${claimedAtIso}::timestamptz]`)})`;

/** The batch, where the lease still holds it. */
const heldBatch = (sql: OutboxSql, { batchId, leaseId }: HeldBatch) => sql`
  held as materialized (
    select id, source_id, campaign_id from message_batches where tenant_id = current_tenant() and id = ${batchId} and lease_id = ${leaseId})`;

/** Adds the rows of `settled` to a counter. Needs `held`. */
const tally = (sql: OutboxSql, name: Moved['name']) => sql`
  tallied as (
    insert into source_counters as c (source_id, name, value)
    select held.source_id, ${name}, count(*) from held, settled group by held.source_id
    on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value)
  select ${name} as name, count(*)::int as moved from settled`;

function markSent(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved> {
  return sql<Moved[]>`
    with ${heldBatch(sql, outcome)},
    settled as (
      update messages set status = 'sent', sent_at = ${outcome.nowIso}, reason = null, attempts = attempts + 1,
        counted_at = case when counted_at is not null then ${outcome.claimedAtIso}::timestamptz end
      where tenant_id = current_tenant() and id = any(${outcome.sent}::uuid[]) and (batch_id = (select id from held)) is true
        and status = 'queued'
      returning id, person_id, old.counted_at as first_counted_at),
    ${outcome.isMarketing ? sql`${recounted(sql, outcome)},` : sql``}
    ${countDeliveries(sql, outcome, { ids: outcome.sent, names: 'sent' })},
    ${outcome.tellsOfSent ? sql`${tellOfSent(sql)},` : sql``}
    hours as (
      insert into campaign_hours as h (campaign_id, name, day, hour, value)
      select held.campaign_id, 'sent', local.at::date, extract(hour from local.at)::smallint, counted.value
      from held, (select count(*) as value from settled) counted,
        local_time_of(current_tenant(), ${outcome.nowIso}::timestamptz) as local (at)
      where held.campaign_id is not null and counted.value > 0
      on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value),
    ${tally(sql, 'sent')}`;
}

function markFailed(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved> {
  const { failed, claimedAtIso } = outcome;
  const counted = { ids: failed.map(({ id }) => id), names: failed.map(({ counts }) => counts) };
  return sql<Moved[]>`
    with ${heldBatch(sql, outcome)},
    outcome as (
      select * from unnest(${failed.map((one) => one.id)}::uuid[], ${failed.map((one) => one.reason)}::text[]) as o (id, reason)),
    settled as (
      update messages m set status = 'failed', reason = o.reason, attempts = attempts + 1
      from outcome o
      where m.tenant_id = current_tenant() and m.id = o.id and (m.batch_id = (select id from held)) is true and m.status = 'queued'
      returning m.id, m.person_id, m.counted_at),
    ${countDeliveries(sql, outcome, counted)},
    ${tellOfRefused(sql, counted)},
    given_back as (
      -- What was never delivered does not count under the frequency cap.
      ${countBack(sql, sql`coalesce(settled.counted_at, ${claimedAtIso}::timestamptz)`)}),
    ${tally(sql, 'failed')}`;
}

function markRequeued(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved> {
  const { requeued, claimedAtIso } = outcome;
  return sql<Moved[]>`
    with ${heldBatch(sql, outcome)},
    written as (
      -- It has its place under the frequency cap and does not take another when it is tried again.
      update messages m set reason = o.reason, attempts = attempts + o.counts, counted_at = coalesce(m.counted_at, ${claimedAtIso})
      from unnest(${requeued.map((one) => one.id)}::uuid[], ${requeued.map((one) => one.reason)}::text[],
        ${requeued.map((one) => (one.counts ? 1 : 0))}::int[]) as o (id, reason, counts)
      where m.tenant_id = current_tenant() and m.id = o.id and (m.batch_id = (select id from held)) is true and m.status = 'queued'
      returning m.id, o.counts),
    settled as (select id from written where counts > 0),
    ${countDeliveries(sql, outcome, { ids: requeued.map(({ id }) => id), names: 'deferred' })},
    ${tally(sql, 'deferred')}`;
}

function markUncertain(sql: OutboxSql, outcome: WindowOutcome): Statement<Moved> {
  const { uncertain, claimedAtIso, leaseId } = outcome;
  return sql<Moved[]>`
    with ${heldBatch(sql, outcome)},
    settled as (
      update messages set status = 'uncertain', reason = 'connection_lost', attempts = attempts + 1, lease_id = ${leaseId},
        sending_at = ${claimedAtIso}, counted_at = ${claimedAtIso}
      where tenant_id = current_tenant() and id = any(${uncertain}::uuid[]) and (batch_id = (select id from held)) is true and status = 'queued'
      returning id, source_id, person_id, old.counted_at as first_counted_at),
    ${outcome.isMarketing ? sql`${recounted(sql, outcome)},` : sql``}
    listed as (
      insert into uncertain_messages (message_id, source_id, person_id, cause)
      select id, source_id, person_id, 'connection_lost' from settled
      on conflict (tenant_id, message_id) do update set since = now(), cause = excluded.cause, decision = null,
        decided_by = null, decided_at = null),
    ${tally(sql, 'uncertain')}`;
}

/**
 * Settles what a lane knows of messages that were listed as uncertain because it was thought dead, as long as nobody decided on
 * them or sent them again. Returns by how much each counter moved.
 */
export async function settleLate(sql: OutboxSql, outcome: WindowOutcome): Promise<Moved[]> {
  const { leaseId, nowIso, sent, failed } = outcome;
  const ids = [...sent, ...failed.map((one) => one.id)];
  const reasons = [...sent.map(() => ''), ...failed.map((one) => one.reason)];
  if (ids.length === 0) return [];
  const counted = { ids, names: [...sent.map(() => 'sent' as const), ...failed.map(({ counts }) => counts)] };
  const rows = await sql<{ name: 'sent' | 'failed'; moved: number; sourceId: string }[]>`
    with outcome as (
      select id, nullif(reason, '') as reason from unnest(${ids}::uuid[], ${reasons}::text[]) as o (id, reason)),
    settled as (
      update messages m set status = case when o.reason is null then 'sent' else 'failed' end, reason = o.reason,
        sent_at = case when o.reason is null then ${nowIso}::timestamptz end
      from outcome o
      where m.tenant_id = current_tenant() and m.id = o.id and m.lease_id = ${leaseId} and m.status = 'uncertain'
      returning m.id, m.source_id, m.status, m.person_id, m.counted_at, m.batch_id),
    ${countDeliveries(sql, outcome, counted)},
    ${tellOfLate(sql, counted)},
    hours as (
      insert into campaign_hours as h (campaign_id, name, day, hour, value)
      select b.campaign_id, 'sent', local.at::date, extract(hour from local.at)::smallint, count(*)
      from settled join message_batches b on b.tenant_id = current_tenant() and b.id = settled.batch_id,
        local_time_of(current_tenant(), ${nowIso}::timestamptz) as local (at)
      where settled.status = 'sent' and b.campaign_id is not null group by 1, 3, 4
      on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value),
    certain as (
      delete from uncertain_messages u using settled
      where u.tenant_id = current_tenant() and u.message_id = settled.id and u.decision is null),
    given_back as (
      ${countBack(sql, sql`case when settled.status = 'failed' then settled.counted_at end`)}),
    tallied as (
      insert into source_counters as c (source_id, name, value)
      select source_id, name, sum(by) from (
        select source_id, status as name, 1 as by from settled
        union all select source_id, 'uncertain', -1 from settled) change
      group by source_id, name order by name
      on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value)
    select status as name, count(*)::int as moved from settled group by status`;
  const all = rows.reduce((sum, { moved }) => sum + moved, 0);
  return [...rows, { name: 'uncertain', moved: -all }];
}
