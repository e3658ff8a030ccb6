import { sql } from 'kysely';
import {
  noFacts,
  type CampaignFacts,
  type CampaignPipeline,
  type DayFacts,
  type OpenOnDay,
  type SuccessFacts,
} from '../../domain/overview/success.ts';
import type { Span } from '../../domain/reports/span.ts';
import type { TenantDb } from '../connection.ts';
import { defaultModel } from '../../domain/attribution/report.ts';

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
  const { rows } = await sql<FactsRow>`
    with t as materialized (select time_zone as zone from tenants where tenant_id = current_tenant()),
    won as materialized (
      select o.id, (o.closed_at at time zone t.zone)::date as day
      from opportunities o cross join t
      where o.tenant_id = current_tenant() and o.state = 'won' and o.deleted_at is null
        and o.closed_at >= ${zoned(before.from)} and o.closed_at < ${dayAfter(span.to)}),
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
        and coalesce(p.lead_created_at, p.created_at) >= ${zoned(before.from)}
        and coalesce(p.lead_created_at, p.created_at) < ${dayAfter(span.to)}
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

/** Opportunities that were open after the first of some days, with the campaigns that touched them and when each first did. */
const openOnes = (first: string) => sql`
  t as materialized (select time_zone as zone from tenants where tenant_id = current_tenant()),
  opp as materialized (
    select o.id, o.value_minor, o.opened_at, o.closed_at from opportunities o cross join t
    where o.tenant_id = current_tenant() and o.deleted_at is null and o.value_minor is not null
      and (o.closed_at is null or o.closed_at >= ${dayAfter(first)})),
  touch as materialized (
    select k.opportunity_id, k.campaign_id, min(k.at) as at
    from opportunity_touches k join opp on opp.id = k.opportunity_id
    where k.tenant_id = current_tenant() and k.campaign_id is not null group by 1, 2)`;

/** What opportunities were worth that were open at the end of each day and that a campaign had touched by then, each once. */
export async function listOpenInfluenced(db: TenantDb, days: readonly string[]): Promise<OpenOnDay[]> {
  const { rows } = await sql<OpenOnDay>`
    with ${openOnes(days[0]!)},
    stay as materialized (
      select opp.value_minor, greatest(opp.opened_at, min(touch.at)) as since, opp.closed_at
      from opp join touch on touch.opportunity_id = opp.id group by opp.id, opp.value_minor, opp.opened_at, opp.closed_at)
    select d.day::text as day, coalesce(sum(stay.value_minor), 0)::int8 as value_minor
    from (select day, (day + 1)::timestamp at time zone t.zone as ends_at
      from unnest(${sql.val([...days])}::text[]::date[]) as day cross join t) d
    left join stay on stay.since < d.ends_at and (stay.closed_at is null or stay.closed_at >= d.ends_at)
    group by d.day order by d.day`.execute(db);
  return rows;
}

/** Of each campaign: its part of what was open and influenced at the end of two days. Campaigns that touched the same one share it. */
export async function listCampaignPipeline(
  db: TenantDb,
  { now, before }: { now: string; before: string },
): Promise<CampaignPipeline[]> {
  const { rows } = await sql<CampaignPipeline>`
    with ${openOnes(before)},
    shared as (
      select touch.campaign_id, d.is_now,
        opp.value_minor::float8 / count(*) over (partition by d.is_now, opp.id) as value
      from (select ${dayAfter(now)} as ends_at, true as is_now from t
        union all select ${dayAfter(before)}, false from t) d
      join opp on opp.opened_at < d.ends_at and (opp.closed_at is null or opp.closed_at >= d.ends_at)
      join touch on touch.opportunity_id = opp.id and touch.at < d.ends_at)
    select s.campaign_id, c.name, coalesce(sum(s.value) filter (where s.is_now), 0)::float8 as now_minor,
      coalesce(sum(s.value) filter (where not s.is_now), 0)::float8 as before_minor
    from shared s join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id
    group by 1, 2`.execute(db);
  return rows;
}
