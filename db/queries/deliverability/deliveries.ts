import { sql } from 'kysely';
import type { DeliveryCounts } from '../../../domain/deliverability/counts.ts';
import { domainProviders, nationalProviders } from '../../../domain/delivery/provider.ts';
import type { TenantDb } from '../../connection.ts';

/** When the mail was sent: from the first moment on, before the last where there is one. */
export interface Sent {
  from: Date;
  until?: Date;
}

const inSpan = ({ from, until }: Sent) =>
  sql`tenant_id = current_tenant() and hour >= ${from} ${until ? sql`and hour < ${until}` : sql``}`;

/** What became of the mail of each domain of senders. */
export async function listSenderDeliveries(
  db: TenantDb,
  sent: Sent,
): Promise<{ senderDomain: string; counts: DeliveryCounts }[]> {
  const { rows } = await sql<{ senderDomain: string; counts: DeliveryCounts }>`
    select sender_domain, jsonb_object_agg(name, value) as counts
    from (
      select sender_domain, name, sum(value)::bigint as value from delivery_hours where ${inSpan(sent)} group by 1, 2) named
    group by 1 order by 1`.execute(db);
  return rows;
}

/** What became of the mail to one receiver: a provider with all domains that it hosts, or a domain that takes its mail itself. */
export interface ReceiverDeliveries {
  key: string;
  domains: number;
  counts: DeliveryCounts;
  /** How much of what was sent is signed. */
  signed: number;
  /** How many receivers there are in all. */
  receivers: number;
}

/**
 * What became of mail by who received it, the `limit` with the most mail first; of one domain of senders where asked. Who receives the mail
 * of a domain is said as `receiverOf` does.
 */
export async function listReceiverDeliveries(
  db: TenantDb,
  input: Sent & { sender: string | null; signed: readonly string[]; limit: number },
): Promise<ReceiverDeliveries[]> {
  const { sender, signed, limit } = input;
  const { rows } = await sql<ReceiverDeliveries>`
    with named as materialized (
      select receiving_domain as domain, name, sum(value)::bigint as value,
        coalesce(sum(value) filter (where name = 'sent' and sender_domain = any(${sql.val([...signed])}::text[])), 0)::bigint as signed
      from delivery_hours where ${inSpan(input)} and (${sender}::text is null or sender_domain = ${sender}) group by 1, 2),
    keyed as materialized (
      select d.domain, d.tried, case when d.domain = '' then '' else coalesce(own.key, ${hostOf}, d.domain) end as key
      from (
        select domain, coalesce(sum(value) filter (where name = 'sent' or name like 'refused%'), 0) as tried from named group by 1) d
      left join unnest(${sql.val(domainProviders.map(({ domain }) => domain))}::text[],
        ${sql.val(domainProviders.map(({ key }) => key))}::text[]) as own (domain, key) on own.domain = d.domain
      left join unnest(${sql.val(nationalProviders.map(({ name }) => name))}::text[],
        ${sql.val(nationalProviders.map(({ key }) => key))}::text[]) as national (name, key)
        on national.name = substring(d.domain from '^([a-z]+)[.](?:[a-z]{2}|com?[.][a-z]{2})$')
      left join mail_providers p on p.domain = d.domain),
    -- Only of those that are asked for is the rest added up.
    most as materialized (
      select key, count(*)::int as domains, sum(tried) as tried, count(*) over ()::int as receivers from keyed
      group by 1 order by tried desc, key limit ${limit})
    select m.key, m.domains, m.receivers, s.counts, s.signed
    from most m
    join (
      select key, jsonb_object_agg(name, value) as counts, sum(signed)::bigint as signed
      from (
        select k.key, n.name, sum(n.value)::bigint as value, sum(n.signed)::bigint as signed
        from keyed k join named n on n.domain = k.domain where k.key in (select key from most) group by 1, 2) named
      group by 1) s on s.key = m.key
    order by m.tried desc, m.key`.execute(db);
  return rows;
}

/** What the MX of a domain said last; where nobody has asked, what its name says. */
const hostOf = sql`case when p.domain is null then national.key else nullif(p.provider, '') end`;
