import { sql, type RawBuilder } from 'kysely';
import type { DeliveryCounts, DeliveryName } from '../../../domain/deliverability/counts.ts';
import type { TenantDb } from '../../connection.ts';

/** What became of a message that was sent. */
export interface DeliveryChange {
  messageId: string;
  name: DeliveryName;
}

/**
 * Counts what became of messages for the hours that they were sent in, in the caller's transaction, in one statement and one order for
 * all writers (so that none deadlock).
 */
export async function addToDeliveries(db: TenantDb, changes: readonly DeliveryChange[]): Promise<void> {
  if (changes.length > 0) await deliveriesQuery(changes).execute(db);
}

/** The statement that counts what became of messages, for whoever counts more than that at once. */
export function deliveriesQuery(changes: readonly DeliveryChange[]): RawBuilder<unknown> {
  return sql`
    insert into delivery_hours as h (name, hour, sender_domain, receiving_domain, value)
    select c.name, date_bin('1 hour', coalesce(m.sent_at, now()), 'epoch'), lower(split_part(e.from_address, '@', 2)),
      coalesce(p.email_domain, ''), count(*)
    from unnest(${changes.map(({ messageId }) => messageId)}::uuid[], ${changes.map(({ name }) => name)}::text[]) as c (message_id, name)
    join messages m on m.tenant_id = current_tenant() and m.id = c.message_id
    join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    left join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    group by 1, 2, 3, 4 order by 2, 1, 3, 4
    on conflict (tenant_id, hour, name, sender_domain, receiving_domain) do update set value = h.value + excluded.value`;
}

const taughtNames: Partial<Record<string, DeliveryName>> = {
  hard: 'bouncedHard',
  soft: 'bouncedSoft',
  policy: 'bouncedPolicy',
  complaint: 'complained',
  unsubscribe: 'unsubscribed',
};

/** Takes back that a mail of a kind came back for a message: somebody says that it meant something else. */
export async function takeBackDelivery(
  db: TenantDb,
  { messageId, kind }: { messageId: string; kind: string },
): Promise<void> {
  const name = taughtNames[kind];
  if (name === undefined) return;
  await sql`
    update delivery_hours h set value = h.value - 1
    from messages m
    join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
    left join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where h.tenant_id = current_tenant() and m.tenant_id = h.tenant_id and m.id = ${messageId} and h.name = ${name} and h.value > 0
      and h.hour = date_bin('1 hour', m.sent_at, 'epoch') and h.sender_domain = lower(split_part(e.from_address, '@', 2))
      and h.receiving_domain = coalesce(p.email_domain, '')`.execute(db);
}

/** Asks for a look at how mail fares, in the caller's transaction. */
export async function askForDeliverability(db: TenantDb): Promise<void> {
  await deliverabilityQuery().execute(db);
}

/** The statement that asks for a look at how mail fares, for whoever writes more than that at once. */
export function deliverabilityQuery(): RawBuilder<unknown> {
  return sql`insert into deliverability_work default values on conflict (tenant_id) do nothing`;
}

/** What became of mail of each day (by the tenant's own clock) since a time, by domain of the sender. */
export async function listDeliveryDays(
  db: TenantDb,
  from: Date,
): Promise<{ day: string; senderDomain: string; counts: DeliveryCounts }[]> {
  const { rows } = await sql<{ day: string; senderDomain: string; counts: DeliveryCounts }>`
    select day, sender_domain, jsonb_object_agg(name, value) as counts
    from (
      select (h.hour at time zone t.time_zone)::date::text as day, h.sender_domain, h.name, sum(h.value)::bigint as value
      from delivery_hours h, tenants t
      where h.tenant_id = current_tenant() and t.tenant_id = current_tenant() and h.hour >= ${from} group by 1, 2, 3) h
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** The domains that most mail of the last month went to, whose names are still known. */
export async function listReceivingDomains(
  db: TenantDb,
  { nowIso, limit }: { nowIso: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ domain: string }>`
    select receiving_domain as domain from delivery_hours
    where tenant_id = current_tenant() and hour > ${nowIso}::timestamptz - interval '30 days' and receiving_domain <> ''
    group by 1 order by sum(value) desc, 1 limit ${limit}`.execute(db);
  return rows.map(({ domain }) => domain);
}

/** What became of the mail of a domain of senders. `judgedFrom`: when somebody let it go on last, to the microsecond; null: never. */
export interface SenderSpan {
  senderDomain: string;
  days: number;
  counts: DeliveryCounts;
  judgedFrom: string | null;
}

/** What became of the mail of each domain of senders since some days ago, or since it was let go on. */
export async function listSenderSpans(
  db: TenantDb,
  { nowIso, days }: { nowIso: string; days: readonly number[] },
): Promise<SenderSpan[]> {
  const { rows } = await sql<SenderSpan>`
    select h.sender_domain, h.days, jsonb_object_agg(h.name, h.value) as counts, max(r.judged_from)::text as judged_from
    from (
      select c.sender_domain, span.days, c.name, sum(c.value)::bigint as value
      from unnest(${sql.val([...days])}::int[]) as span (days)
      join (
        select h.sender_domain, h.hour, h.name, h.value from delivery_hours h
        left join resumed_domains r on r.tenant_id = h.tenant_id and r.domain = h.sender_domain
        where h.tenant_id = current_tenant() and h.hour > ${nowIso}::timestamptz - make_interval(days => ${Math.max(...days)})
          and (r.judged_from is null or h.hour >= date_bin('1 hour', r.judged_from, 'epoch'))
        union all
        -- Of the hour in which it was let go on, what had been counted until then.
        select r.domain, date_bin('1 hour', r.judged_from, 'epoch'), former.name, -former.value::bigint
        from resumed_domains r, jsonb_each_text(r.counted) as former (name, value)
        where r.tenant_id = current_tenant()) c on c.hour > ${nowIso}::timestamptz - make_interval(days => span.days)
      group by 1, 2, 3 having sum(c.value) > 0) h
    left join resumed_domains r on r.tenant_id = current_tenant() and r.domain = h.sender_domain
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/**
 * Counts what was sent since `from` anew from messages and reports, and adds the difference: both sides are read in one snapshot, so that
 * whoever writes at the same time is neither lost nor counted twice. What was refused or put off leaves no time on its message and
 * stays as it was counted. Returns by how many rows it was off; 0: it was right.
 */
export async function rebuildDeliveries(db: TenantDb, from: Date): Promise<number> {
  const { rows } = await sql<{ off: number }>`
    with marked as (
      select m.id, m.sent_at, m.edition_id, m.person_id, spoken.name
      from messages m
      cross join lateral (values ('sent', m.status = 'sent'), ('opened', m.opened_at is not null), ('clicked', m.clicked_at is not null))
        as spoken (name, is_so)
      where m.tenant_id = current_tenant() and m.sent_at >= ${from} and spoken.is_so
      union all
      select m.id, m.sent_at, m.edition_id, m.person_id, case e.kind when 'complaint' then 'complained' when 'unsubscribe' then 'unsubscribed'
        else 'bounced' || initcap(e.data ->> 'bounce') end
      from engagement_events e join messages m on m.tenant_id = e.tenant_id and m.id = e.message_id
      where e.tenant_id = current_tenant() and e.received_at >= ${from} and m.sent_at >= ${from}
        and (e.kind in ('complaint', 'unsubscribe') or e.kind = 'bounce' and e.data ->> 'bounce' in ('hard', 'soft', 'policy'))),
    counted as (
      select k.name, date_bin('1 hour', k.sent_at, 'epoch') as hour, lower(split_part(e.from_address, '@', 2)) as sender_domain,
        coalesce(p.email_domain, '') as receiving_domain, count(*) as value
      from marked k
      join editions e on e.tenant_id = current_tenant() and e.id = k.edition_id
      left join people p on p.tenant_id = current_tenant() and p.id = k.person_id
      group by 1, 2, 3, 4),
    written as (
      insert into delivery_hours as h (name, hour, sender_domain, receiving_domain, value)
      select name, hour, sender_domain, receiving_domain, sum(value) from (
        select * from counted where hour >= date_bin('1 hour', ${from}::timestamptz, 'epoch') + interval '1 hour'
        union all
        select name, hour, sender_domain, receiving_domain, -value from delivery_hours
        where tenant_id = current_tenant() and hour >= date_bin('1 hour', ${from}::timestamptz, 'epoch') + interval '1 hour'
          and name <> 'deferred' and name not like 'refused%') both_sides
      group by 1, 2, 3, 4 having sum(value) <> 0
      order by 2, 1, 3, 4
      on conflict (tenant_id, hour, name, sender_domain, receiving_domain) do update set value = h.value + excluded.value
      returning 1)
    select count(*)::int as off from written`.execute(db);
  await sql`delete from delivery_hours where tenant_id = current_tenant() and value = 0`.execute(db);
  return rows[0]?.off ?? 0;
}

/** Throws away what was counted before a time. */
export async function deleteDeliveriesBefore(db: TenantDb, before: Date): Promise<void> {
  await db.deleteFrom('deliveryHours').where('hour', '<', before).execute();
}

/** The name of a receiving domain with no people left could reveal who was erased: its counts are kept without the name. */
export async function forgetReceivers(db: TenantDb, domains: readonly string[]): Promise<void> {
  if (domains.length === 0) return;
  await sql`
    with gone as (
      select domain from unnest(${sql.val([...domains])}::text[]) as d (domain)
      -- One look for each domain: a join would read all people where their statistics are old.
      where domain <> '' and (
        select 1 from people p where p.tenant_id = current_tenant() and p.email_domain = d.domain limit 1) is null),
    taken as (
      delete from delivery_hours where tenant_id = current_tenant() and receiving_domain in (select domain from gone)
      returning name, hour, sender_domain, value)
    insert into delivery_hours as h (name, hour, sender_domain, receiving_domain, value)
    select name, hour, sender_domain, '', sum(value) from taken group by 1, 2, 3 order by 2, 1, 3
    on conflict (tenant_id, hour, name, sender_domain, receiving_domain) do update set value = h.value + excluded.value`.execute(
    db,
  );
}
