import type postgres from 'postgres';
import { signUpObstacle } from '../sign-ups/obstacle.ts';
import type { ExitTest } from '../drips/exits.ts';
import { exitObstacle } from './exits.ts';
import type { OutboxSql } from './lease.ts';

/** What a window's messages have in common: their edition and what follows from it. */
export interface EditionOfBatch {
  editionId: string;
  senderId: string | null;
  /** What stands behind the @ of its sender, in lower case. */
  senderDomain: string;
  /** Whether that is stopped, because a receiver refused it. */
  isStopped: boolean;
  isMarketing: boolean;
  /** What it is about; null: nothing that one can opt out of. */
  topicId: string | null;
  /** Messages that may still be sent, in order. */
  messageIds: string[];
}

/** Everything of a leased batch that may still be sent, by edition. The people are read when a window is claimed. */
export async function listQueued(sql: OutboxSql, batchId: string): Promise<EditionOfBatch[]> {
  const rows = await sql<(Omit<EditionOfBatch, 'messageIds'> & { ids: string })[]>`
    select e.id as "editionId", e.sender_id as "senderId", e.message_class = 'marketing' as "isMarketing",
      e.topic_id as "topicId", m.ids, domain as "senderDomain", exists (
        select from stopped_domains d where d.tenant_id = e.tenant_id and d.domain = from_domain.domain and d.cause <> 'key')
        as "isStopped"
    from (
      select edition_id, string_agg(id::text, ',' order by id) as ids from messages
      where tenant_id = current_tenant() and batch_id = ${batchId} and status = 'queued'
      group by edition_id) m
    join editions e on e.tenant_id = current_tenant() and e.id = m.edition_id
    cross join lateral (select lower(split_part(e.from_address, '@', 2)) as domain) from_domain
    order by e.id`;
  return rows.map(({ ids, ...edition }) => ({ ...edition, messageIds: ids.split(',') }));
}

/** The receiving domain of each message; only asked where a domain has a limit. */
export async function listDomains(sql: OutboxSql, messageIds: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; domain: string | null }[]>`
    select m.id, p.email_domain as domain
    from messages m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[])`;
  return new Map(rows.map(({ id, domain }) => [id, domain ?? '']));
}

/** What a window needs to know of a message to render it; it may be sent where there is no `obstacle`. */
export interface Recipient {
  messageId: string;
  /** Why it is skipped. */
  obstacle: string | null;
  /** Tries made so far. */
  attempts: number;
  email: string;
  firstName: string | null;
  lastName: string | null;
  /** The other fields of a person, only where they were asked for. */
  more: MoreFields | null;
}

/** Fields that few messages use. */
export interface MoreFields {
  personId: string;
  phone: string | null;
  jobTitle: string | null;
  company: string | null;
  street: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
}

/** A batch that a lane holds. */
export interface HeldBatch {
  batchId: string;
  leaseId: string;
}

/** The window to claim: messages of one leased batch, all of one class. */
export interface WindowClaim extends HeldBatch {
  messageIds: string[];
  /** Marketing or transactional. */
  isMarketing: boolean;
  /** Only where the messages name a topic is anybody's choice looked up. */
  topicId?: string | null;
  /** Whether they are a drip's: then nobody gets one who has left it. */
  isDrip?: boolean;
  /** The goals and exit rules of its people; nobody gets a message of whom one is true. */
  exits?: readonly ExitTest[];
  /** Whether they are a nurture programme's: then nobody gets one who is held or has left it. */
  isNurture?: boolean;
  /** Whether they were decided on for one person: then nobody gets one whose decision was taken back. */
  isNextAction?: boolean;
  /** Whether the message uses more of a person than name and address. */
  needsMore: boolean;
  nowIso: string;
  /** Which window of the lease this is, from 1. */
  windowNo: number;
  leaseSeconds: number;
}

/** A statement that has not been sent yet. */
export type Statement<Row> = postgres.PendingQuery<Row[] & postgres.MaybeRow[]>;

/**
 * Holds the batch's row until the transaction ends, so that the statements after it see all that whoever takes messages back or
 * takes the batch over has committed.
 */
export function lockBatch(sql: OutboxSql, { batchId }: HeldBatch): Statement<object> {
  return sql`select from message_batches where tenant_id = current_tenant() and id = ${batchId} for no key update`;
}

/**
 * The one statement between a message and the wire. It notes on the batch what of the window the lease still holds and what
 * address, consent, suppression and the frequency cap allow at this moment, and marks as `skipped` what they do not. An opt-out
 * committed before it starts is honoured, and so is what ends a drip for somebody. The cap is checked and taken in one upsert of the person's row, so two lanes cannot pass
 * it together; people are taken in order of id, so two lanes cannot lock each other out. Needs the lock of `lockBatch`.
 */
export function claimWindow(sql: OutboxSql, claim: WindowClaim): Statement<Recipient> {
  const { batchId, leaseId, messageIds, isMarketing, nowIso } = claim;
  const capMessages = sql`(select cap_messages from cap)`;
  const capDays = sql`(select cap_days from cap)`;
  const topicObstacle =
    claim.topicId && isMarketing
      ? sql`case when exists (select from topic_opt_outs o
          where o.tenant_id = m.tenant_id and o.topic_id = ${claim.topicId} and o.person_id = m.person_id) then 'topic_opt_out' end`
      : sql`null`;
  const partObstacle = claim.isDrip
    ? sql`coalesce(drip_obstacle(m.occurrence), ${exitObstacle(sql, claim.exits ?? [])})`
    : claim.isNurture
      ? sql`coalesce(nurture_obstacle(m.source_id, m.person_id), ${isOutOfDate(sql, nowIso)})`
      : claim.isNextAction
        ? sql`coalesce(next_action_obstacle(m.source_id, m.person_id), ${isTurnedOff(sql)}, ${isOutOfDate(sql, nowIso)})`
        : isMarketing
          ? sql`null`
          : signUpObstacle(sql);
  return sql<Recipient[]>`
    with batch as materialized (
      select b.id, b.source_id, b.part_id, may_send(b.source_kind, b.source_id, b.campaign_id) as may_send
      from message_batches b
      where b.tenant_id = current_tenant() and b.id = ${batchId} and b.lease_id = ${leaseId} and b.leased_until > now()
    ),
    cap as materialized (
      -- As it is now: whoever set it has counted what went before, and nothing of what goes after may be left out.
      select cap_messages, cap_days from tenants where tenant_id = current_tenant() and ${isMarketing}
    ),
    candidate as materialized (
      select m.id, m.person_id, m.counted_at, m.attempts, p.email_key, p.first_name, p.last_name,
        case when ${claim.needsMore} then jsonb_build_object('personId', p.id, 'phone', p.phone, 'jobTitle', p.job_title,
          'company', p.company, 'street', p.street, 'city', p.city, 'region', p.region, 'postalCode', p.postal_code,
          'country', p.country) end as more,
        coalesce(sending_obstacle(p.email_key, p.email_status, p.consent,
          (select s.reason from suppressions s where s.tenant_id = m.tenant_id and s.address_hash = p.email_hash),
          ${isMarketing}), ${topicObstacle},
          case when ${isMarketing} and p.mail_paused_until > ${nowIso}::timestamptz then 'mail_pause' end,
          ${partObstacle}) as obstacle,
        -- What they asked for themselves holds beside the organisation's cap, in the same upsert.
        case when ${isMarketing} then mail_frequency_hours(p.mail_frequency) end as own_hours
      from messages m
      join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
      where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[]) and m.status = 'queued'
        -- "is true" keeps it a check of the rows that the ids found: the index over batches would read all of them.
        and (m.batch_id = ${batchId}) is true and (select may_send from batch)
    ),
    counted as (
      insert into person_frequency as f (person_id, recent, own_hours)
      select distinct person_id, array[${nowIso}::timestamptz], own_hours from candidate
      where obstacle is null and counted_at is null and (${capMessages} is not null or own_hours is not null)
      order by person_id
      on conflict (tenant_id, person_id) do update
      set own_hours = excluded.own_hours, recent = array(select moment from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - greatest(make_interval(days => ${capDays}), make_interval(hours => excluded.own_hours)))
        || excluded.recent
      where (${capMessages} is null or (select count(*) from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - make_interval(days => ${capDays})) < ${capMessages})
        and (excluded.own_hours is null or not exists (select from unnest(f.recent) moment
          where moment > ${nowIso}::timestamptz - make_interval(hours => excluded.own_hours)))
      returning person_id
    ),
    verdict as materialized (
      -- "not in" is hashed; a join of two row sets that the planner thinks tiny would compare every pair.
      select c.*, coalesce(c.obstacle, case
        when c.counted_at is null and (${capMessages} is not null or c.own_hours is not null)
          and c.person_id not in (select person_id from counted)
        then case when c.own_hours is null then 'frequency_cap' else 'own_frequency' end end) as finding
      from candidate c
    ),
    skipped as (
      -- By an array of ids and not by a join, which the planner might begin with all messages of the tenant.
      update messages m set status = 'skipped', reason = (select v.finding from verdict v where v.id = m.id)
      where m.tenant_id = current_tenant() and m.id = any(array(select id from verdict where finding is not null))
        and m.status = 'queued'
      returning m.reason
    ),
    tallied as (
      insert into source_counters as c (source_id, name, value)
      select b.source_id, 'skipped.' || s.reason, count(*) from skipped s, batch b group by b.source_id, s.reason order by 2
      on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value
    ),
    noted as (
      update message_batches b
      set window_ids = (select array_agg(id) from verdict where finding is null), window_at = ${nowIso},
        window_no = ${claim.windowNo}, leased_until = now() + make_interval(secs => ${claim.leaseSeconds})
      where b.tenant_id = current_tenant() and b.id = (select id from batch)
    )
    select id as "messageId", finding as obstacle, attempts, email_key as email, first_name as "firstName", last_name as "lastName",
      more
    from verdict`;
}

/** Whether the item that a message is has run out while it was held up on the road: by a pause, quiet hours, or a receiver. */
const isOutOfDate = (sql: OutboxSql, nowIso: string) => sql`
  case when (select i.valid_until from nurture_items i where i.tenant_id = m.tenant_id and i.id = m.source_id)
    <= ${nowIso}::timestamptz then 'out_of_date' end`;

/** Whether the policy that decided on a message was turned off: what a lane had in its hands then, and a receiver put off, was not taken back. */
const isTurnedOff = (sql: OutboxSql) => sql`
  case when exists (select from next_action_policies n
    where n.tenant_id = m.tenant_id and n.id = (select part_id from batch) and n.mode = 'off') then 'action_withdrawn' end`;

/**
 * What became of a claim whose answer was lost: the messages it noted, or null where it was never made. What it skipped was skipped.
 */
export async function findClaimed(sql: OutboxSql, held: HeldBatch, windowNo: number): Promise<string[] | null> {
  const [row] = await sql<{ ids: string[] | null }[]>`
    select window_ids::text[] as ids from message_batches
    where tenant_id = current_tenant() and id = ${held.batchId} and lease_id = ${held.leaseId} and window_no = ${windowNo}`;
  return row ? (row.ids ?? []) : null;
}

/** Reads the recipients of a window that is claimed already. */
export function listClaimed(sql: OutboxSql, messageIds: string[]): Statement<Recipient> {
  return sql<Recipient[]>`
    select m.id as "messageId", null::text as obstacle, m.attempts, p.email_key as email, p.first_name as "firstName",
      p.last_name as "lastName", jsonb_build_object('personId', p.id, 'phone', p.phone, 'jobTitle', p.job_title,
        'company', p.company, 'street', p.street, 'city', p.city, 'region', p.region, 'postalCode', p.postal_code,
        'country', p.country) as more
    from messages m
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[])`;
}
