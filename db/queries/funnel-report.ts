import { sql } from 'kysely';
import { funnelHours, type FunnelFacts } from '../../domain/reports/funnel.ts';
import type { Span } from '../../domain/reports/span.ts';
import type { TenantDb } from '../connection.ts';
import { inScope, type ReportScope } from './activity-report.ts';

/** What a funnel is made from, in the span or in the one before. `campaignId` null: the whole scope, each opportunity once. */
export interface FunnelRow extends FunnelFacts {
  campaignId: string | null;
  name: string | null;
  isNow: boolean;
  /** What the opportunities that were won are worth, less refunds. */
  wonMinor: number;
}

const opens = (day: string) => sql`(${day}::text::date::timestamp at time zone t.zone)`;
const ends = (day: string) => sql`((${day}::text::date + 1)::timestamp at time zone t.zone)`;
const isWithin = (column: string, from: string, to: string) =>
  sql`(${sql.raw(column)} >= ${opens(from)} and ${sql.raw(column)} < ${ends(to)})`;

/**
 * The stages of a funnel by campaign and for the whole scope, in a span and in the one before it (which ends as it begins). Messages and
 * responses come from the hours of campaigns; leads are those that a campaign brought; opportunities those that one touched, by the day
 * they were opened or won.
 */
export async function listFunnel(
  db: TenantDb,
  { scope, span, before }: { scope: ReportScope; span: Span; before: Span },
): Promise<FunnelRow[]> {
  const hour = (name: string) => sql`coalesce(sum(value) filter (where name = ${name}), 0)::int8 as ${sql.ref(name)}`;
  const { rows } = await sql<FunnelRow>`
    with t as materialized (select time_zone as zone from tenants where tenant_id = current_tenant()),
    opp as materialized (
      select o.id, o.opened_at, case when o.state = 'won' then o.closed_at end as won_at,
        o.value_minor - coalesce((select sum(r.value_minor) from opportunity_refunds r
          where r.tenant_id = current_tenant() and r.opportunity_id = o.id), 0) as net
      from opportunities o cross join t
      where o.tenant_id = current_tenant() and o.deleted_at is null
        and (${isWithin('o.opened_at', before.from, span.to)} or o.state = 'won' and ${isWithin('o.closed_at', before.from, span.to)})),
    touched as materialized (
      select distinct k.campaign_id, k.opportunity_id
      from opportunity_touches k join opp on opp.id = k.opportunity_id
      where k.tenant_id = current_tenant() and k.campaign_id is not null and ${inScope('k.campaign_id', scope)}),
    touched_or_all as (
      select campaign_id, opportunity_id from touched union all select distinct null::uuid, opportunity_id from touched),
    fact (campaign_id, is_now, name, value) as (
      select h.campaign_id, h.day >= ${span.from}::text::date, h.name, sum(h.value)
      from campaign_hours h
      where h.tenant_id = current_tenant() and h.name = any(${sql.val([...funnelHours])}::text[])
        and h.day between ${before.from}::text::date and ${span.to}::text::date and ${inScope('h.campaign_id', scope)}
      group by grouping sets ((1, 2, 3), (2, 3))
      union all
      select p.source_campaign_id, coalesce(p.lead_created_at, p.created_at) >= ${opens(span.from)}, 'leads', count(*)
      from people p cross join t
      where p.tenant_id = current_tenant() and p.source_campaign_id is not null and ${inScope('p.source_campaign_id', scope)}
        and ${isWithin('coalesce(p.lead_created_at, p.created_at)', before.from, span.to)}
      group by grouping sets ((1, 2), (2))
      union all
      select k.campaign_id, opp.opened_at >= ${opens(span.from)}, 'opportunities', count(*)
      from touched_or_all k join opp on opp.id = k.opportunity_id cross join t
      where ${isWithin('opp.opened_at', before.from, span.to)} group by 1, 2
      union all
      select k.campaign_id, opp.won_at >= ${opens(span.from)}, told.name, sum(told.value)
      from touched_or_all k join opp on opp.id = k.opportunity_id cross join t
      cross join lateral (values ('won', 1), ('wonMinor', coalesce(opp.net, 0))) as told (name, value)
      where opp.won_at is not null and ${isWithin('opp.won_at', before.from, span.to)} group by 1, 2, 3),
    summed as (
      select campaign_id, is_now, ${sql.join([...funnelHours, 'leads', 'opportunities', 'won', 'wonMinor'].map(hour))}
      from fact group by 1, 2)
    select s.*, c.name from summed s left join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id`.execute(
    db,
  );
  return rows;
}
