import type { DeliveryName } from '../../../domain/deliverability/counts.ts';
import type { OutboxSql } from './lease.ts';

/** Between which domains the mail of a window goes, and when. */
export interface DeliveryWindow {
  nowIso: string;
  senderDomain: string;
  /** The receiving domain of each message. */
  receivers: ReadonlyMap<string, string>;
}

/** What a window's messages count as. */
interface Settled {
  ids: readonly string[];
  /** The name of each, in the order of `ids` (null: it is not counted), or the one of all. */
  names: readonly (DeliveryName | null)[] | DeliveryName;
}

/**
 * The part of a marking statement that counts `settled` (with its `id`, and of what was sent its `person_id`) by the domains that it went from and to. Nearly always all of them
 * settle: then they are counted beforehand. Else it goes by places in arrays and not by a join: the planner would compare every pair
 * of two sets of rows that it thinks tiny. Whoever counts takes the rows in one order, so that two cannot wait for each other.
 */
export function countDeliveries(
  sql: OutboxSql,
  { nowIso, senderDomain, receivers }: DeliveryWindow,
  { ids, names }: Settled,
) {
  const domains = ids.map((id) => receivers.get(id) ?? '');
  const nameAt = (place: number) => (typeof names === 'string' ? names : (names[place] ?? null));
  const all = countAll(domains, nameAt);
  const isSent = names === 'sent';
  const name = typeof names === 'string' ? sql`${names}::text` : sql`(${[...names]}::text[])[place]`;
  const domain = isSent ? sql`coalesce(domain, '')` : sql`(${domains}::text[])[place]`;
  // Of what was sent the person is at hand, and three arrays of 64 a window are much of what a window costs.
  const each = isSent
    ? sql`select (select p.email_domain from people p where p.tenant_id = current_tenant() and p.id = s.person_id) as domain from settled s`
    : sql`select array_position(${[...ids]}::uuid[], s.id) as place from settled s`;
  return sql`
    deliveries as (
      insert into delivery_hours as h (name, hour, sender_domain, receiving_domain, value)
      select name, date_bin('1 hour', ${nowIso}::timestamptz, 'epoch'), ${senderDomain}, domain, value from (
        select name, domain, value
        from unnest(${all.map((one) => one.name)}::text[], ${all.map((one) => one.domain)}::text[],
          ${all.map((one) => one.value)}::int[]) as counted (name, domain, value)
        where (select count(*) from settled) = ${ids.length}::int
        union all
        select ${name}, ${domain}, count(*)
        from (${each}) placed
        where (select count(*) from settled) <> ${ids.length}::int and ${name} is not null group by 1, 2) each
      order by name <> 'sent', name = 'deferred', name, domain
      on conflict (tenant_id, hour, name, sender_domain, receiving_domain) do update set value = h.value + excluded.value)`;
}

/** What there is to count where all settle, by name and receiving domain. */
function countAll(
  domains: readonly string[],
  nameAt: (place: number) => DeliveryName | null,
): { name: DeliveryName; domain: string; value: number }[] {
  const found = new Map<string, { name: DeliveryName; domain: string; value: number }>();
  domains.forEach((domain, place) => {
    const name = nameAt(place);
    if (name === null) return;
    const one = found.get(`${name} ${domain}`) ?? { name, domain, value: 0 };
    one.value += 1;
    found.set(`${name} ${domain}`, one);
  });
  return [...found.values()];
}

/** The part of a marking statement that tells endpoints of `settled` (with `id` and `person_id`) that it was sent. Needs `held`. */
export const tellOfSent = (sql: OutboxSql) => sql`
  told as (
    insert into webhook_events (type, data)
    select 'message.sent', ${messageData(sql, sql`held`)} from settled s, held where (select is_told(array['message.sent'])))`;

/** Like `tellOfSent`, of messages that were refused for good; each by what it counts as. */
export function tellOfRefused(sql: OutboxSql, counted: Counted) {
  return sql`
    told as (
      insert into webhook_events (type, data)
      select 'message.bounced', ${messageData(sql, sql`held`)} || jsonb_build_object('bounce', s.bounce)
      from (select *, ${bounceOf(sql, counted)} as bounce from settled) s, held
      where s.bounce is not null and (select is_told(array['message.bounced'])))`;
}

/**
 * Delivered and bounced events of messages that were settled late: `status` of `settled` says which of the two, `batch_id` to which batch
 * they belong.
 */
export function tellOfLate(sql: OutboxSql, counted: Counted) {
  return sql`
    told as (
      insert into webhook_events (type, data)
      select s.type, ${messageData(sql, sql`b`)} || case when s.type = 'message.bounced' then jsonb_build_object('bounce', s.bounce) else '{}' end
      from (
        select *, case when status = 'sent' then 'message.sent' else 'message.bounced' end as type, ${bounceOf(sql, counted)} as bounce
        from settled) s
      join message_batches b on b.tenant_id = current_tenant() and b.id = s.batch_id
      where (s.type = 'message.sent' or s.bounce is not null) and (select is_told(array['message.sent', 'message.bounced'])))`;
}

/** Messages and what each counts as; null: nothing. */
interface Counted {
  ids: readonly string[];
  names: readonly (DeliveryName | null)[];
}

/** What of a bounce `settled` is: of a refusal `hard`, `soft` or `policy`, else null. */
function bounceOf(sql: OutboxSql, { ids, names }: Counted) {
  const bounces = names.map((name) =>
    name?.startsWith('refused') ? name.slice('refused'.length).toLowerCase() : null,
  );
  return sql`(${bounces}::text[])[array_position(${[...ids]}::uuid[], settled.id)]`;
}

const messageData = (sql: OutboxSql, batch: ReturnType<OutboxSql>) => sql`
  jsonb_strip_nulls(jsonb_build_object('messageId', s.id, 'personId', s.person_id, 'campaignId', ${batch}.campaign_id,
    'sourceId', ${batch}.source_id))`;
