import { sql } from 'kysely';
import {
  noFacts,
  type CampaignFacts,
  type CampaignPipeline,
  type DayFacts,
  type OpenOnDay,
  type SuccessFacts,
} from '../../../domain/overview/success.ts';
import type { Span } from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { roomForReport } from '../reports/memory.ts';
import { defaultModel } from '../../../domain/attribution/report.ts';

type FactsRow = SuccessFacts & {
  day: string | null;
  campaignId: string | null;
  name: string | null;
  isNow: boolean | null;
};

const zoned = (day: string) => sql`(${day}::text::date::timestamp at time zone t.zone)`;
const dayAfter = (day: string) => sql`((${day}::text::date + 1)::timestamp at time zone t.zone)`;

/**
 * What campaigns earned, cost and brought from the first day of `before` to the last of `span`: by day, and by campaign in each of the
 * two. Revenue by the close of its opportunity and the linear model, as everywhere.
 */
export async function listSuccessFacts(
  db: TenantDb,
  { span, before }: { span: Span; before: Span },
): Promise<{ days: DayFacts[]; campaigns: CampaignFacts[] }> {
  await roomForReport(db);
  const { rows } = await sql<FactsRow>`
    -- The bounds are worked out once: by row it would take longer than reading the row.
    with t as materialized (
      select t.zone, ${zoned(before.from)} as starts, ${dayAfter(span.to)} as ends
      from (select time_zone as zone from tenants where tenant_id = current_tenant()) t),
    won as materialized (
      select o.id, (o.closed_at at time zone t.zone)::date as day
      from opportunities o cross join t
      where o.tenant_id = current_tenant() and o.state = 'won' and o.deleted_at is null
        and o.closed_at >= t.starts and o.closed_at < t.ends),
    fact (campaign_id, day, revenue, cost, unrated, leads, members) as (
      select e.campaign_id, won.day, sum(e.amount_minor), 0, 0, 0, 0
      from attribution_entries e join won on won.id = e.opportunity_id
      where e.tenant_id = current_tenant() and e.model = ${defaultModel} and e.measure = 'revenue' and e.campaign_id is not null
      group by 1, 2
      union all
      select k.campaign_id, k.spent_on, 0, coalesce(sum(k.value_minor), 0), count(*) filter (where k.value_minor is null), 0, 0
      from costs k
      where k.tenant_id = current_tenant() and k.kind = 'actual' and k.spent_on between ${before.from}::text::date and ${span.to}::text::date
      group by 1, 2
      union all
      select p.source_campaign_id, (coalesce(p.lead_created_at, p.created_at) at time zone t.zone)::date, 0, 0, 0, count(*), 0
      from people p cross join t
      where p.tenant_id = current_tenant() and p.source_campaign_id is not null
        and coalesce(p.lead_created_at, p.created_at) >= t.starts and coalesce(p.lead_created_at, p.created_at) < t.ends
      group by 1, 2
      union all
      select h.campaign_id, h.day, 0, 0, 0, 0, sum(h.value)
      from campaign_hours h
      where h.tenant_id = current_tenant() and h.name = 'members' and h.day between ${before.from}::text::date and ${span.to}::text::date
      group by 1, 2
    ), summed as (
      select day, campaign_id, is_now, sum(revenue)::int8 as revenue_minor, sum(cost)::int8 as cost_minor,
        sum(unrated)::int as costs_without_rate, sum(leads)::int as leads, sum(members)::int as members
      from (select *, day >= ${span.from}::text::date as is_now from fact) f
      group by grouping sets ((day), (campaign_id, is_now)))
    select s.day::text as day, s.campaign_id, c.name, s.is_now, s.revenue_minor, s.cost_minor, s.costs_without_rate, s.leads, s.members
    from summed s left join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id`.execute(db);
  const campaigns = new Map<string, CampaignFacts>();
  const days: DayFacts[] = [];
  for (const { day, campaignId, name, isNow, ...facts } of rows) {
    if (day !== null) days.push({ day, ...facts });
    if (campaignId === null) continue;
    const known = campaigns.get(campaignId) ?? { campaignId, name: name ?? '', now: noFacts, before: noFacts };
    campaigns.set(campaignId, { ...known, [isNow ? 'now' : 'before']: facts });
  }
  return { days, campaigns: [...campaigns.values()] };
}

type OpenRow = {
  day: string | null;
  campaignId: string | null;
  name: string | null;
  valueMinor: number;
  beforeMinor: number;
};

/**
 * What opportunities were worth that were open at the end of each of some days and that a campaign had touched by then, each once; and of
 * each campaign its part of that at the end of two days, where campaigns that touched the same one share it.
 */
export async function listOpenInfluenced(
  db: TenantDb,
  { days, now, before }: { days: readonly string[]; now: string; before: string },
): Promise<{ days: OpenOnDay[]; campaigns: CampaignPipeline[] }> {
  const first = [days[0]!, before].sort()[0]!;
  const { rows } = await sql<OpenRow>`
    with t as materialized (
      select t.zone, ${dayAfter(first)} as starts from (select time_zone as zone from tenants where tenant_id = current_tenant()) t),
    opp as materialized (
      select o.id, o.value_minor, o.opened_at, o.closed_at from opportunities o cross join t
      where o.tenant_id = current_tenant() and o.deleted_at is null and o.value_minor is not null
        and (o.closed_at is null or o.closed_at >= t.starts)),
    touched as materialized (
      select k.opportunity_id, min(k.at) as at from opportunity_touches k
      where k.tenant_id = current_tenant() and k.campaign_id is not null group by 1),
    point as materialized (
      select row_number() over (order by day) as place, day, (day + 1)::timestamp at time zone t.zone as ends_at
      from unnest(${sql.val([...days])}::text[]::date[]) as day cross join t),
    bounds as materialized (select array_agg(ends_at order by ends_at) as ends, count(*) as points from point),
    -- From which of the points on it was open and influenced, and up to which: each opportunity is looked at once, not once a day.
    stay as materialized (
      select opp.value_minor, 1 + width_bucket(greatest(opp.opened_at, touched.at), b.ends) as first,
        case when opp.closed_at is null then b.points else width_bucket(opp.closed_at, b.ends) end as last
      from opp join touched on touched.opportunity_id = opp.id cross join bounds b),
    change as (
      select place, sum(by) as by from (
        select first as place, value_minor as by from stay where first <= last
        union all select last + 1, -value_minor from stay where first <= last) c group by 1),
    held as materialized (
      select opp.id, opp.value_minor, d.is_now, d.ends_at
      from (select ${dayAfter(now)} as ends_at, true as is_now from t
        union all select ${dayAfter(before)}, false from t) d
      join opp on opp.opened_at < d.ends_at and (opp.closed_at is null or opp.closed_at >= d.ends_at)),
    pair as materialized (
      select distinct k.opportunity_id, k.campaign_id, held.is_now, held.value_minor
      from opportunity_touches k join held on held.id = k.opportunity_id and k.at < held.ends_at
      where k.tenant_id = current_tenant() and k.campaign_id is not null),
    shared as (
      select pair.campaign_id, pair.is_now, sum(pair.value_minor::float8 / n.number) as value
      from pair join (select opportunity_id, is_now, count(*) as number from pair group by 1, 2) n
        on n.opportunity_id = pair.opportunity_id and n.is_now = pair.is_now
      group by 1, 2)
    select p.day::text as day, null as campaign_id, null as name,
      coalesce(sum(c.by) over (order by p.place), 0)::float8 as value_minor, 0::float8 as before_minor
    from point p left join change c on c.place = p.place
    union all
    select null, s.campaign_id, c.name, coalesce(sum(s.value) filter (where s.is_now), 0)::float8,
      coalesce(sum(s.value) filter (where not s.is_now), 0)::float8
    from shared s join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id group by s.campaign_id, c.name
    order by 1`.execute(db);
  return {
    days: rows.flatMap(({ day, valueMinor }) => (day === null ? [] : [{ day, valueMinor }])),
    campaigns: rows.flatMap(({ campaignId, name, valueMinor, beforeMinor }) =>
      campaignId === null ? [] : [{ campaignId, name: name ?? '', nowMinor: valueMinor, beforeMinor }],
    ),
  };
}
