import { sql } from 'kysely';
import type { Model } from '../../../domain/attribution/model.ts';
import type { ReturnFacts, VelocityFacts } from '../../../domain/roi/roi.ts';
import type { TenantDb } from '../../connection.ts';
import { inCampaigns, type CampaignScope } from '../campaigns/scope.ts';
import { acquiredBy, isQualified } from '../attribution/acquired-leads.ts';
import { roomForReport } from './memory.ts';
import { isWithin, opportunitiesIn, type ReportWindow } from '../attribution/window.ts';

/** What a campaign's return is made from; `campaignId` null: all campaigns together, each opportunity once. */
export interface ReturnRow extends ReturnFacts {
  campaignId: string | null;
  name: string | null;
}

/**
 * What campaigns cost and earned in a window, each and all together: costs by their day, members by the day they were added, responses and
 * leads by theirs, opportunities as everywhere. A campaign that none of it is about is not among them.
 */
export async function listReturns(
  db: TenantDb,
  { model, campaignIds, withBelow = false, ...window }: ReportWindow & CampaignScope & { model: Model },
): Promise<ReturnRow[]> {
  const zone = sql`cross join (select time_zone from tenants where tenant_id = current_tenant()) t`;
  const only = (column: string) => inCampaigns(column, { campaignIds, withBelow });
  // Of some campaigns it begins with theirs: of all opportunities of an organisation they have few.
  const theirs =
    campaignIds &&
    sql`select e.opportunity_id from attribution_entries e
        where e.tenant_id = current_tenant() and e.model = ${model} and ${only('e.campaign_id')}
      union select k.opportunity_id from opportunity_touches k where k.tenant_id = current_tenant() and ${only('k.campaign_id')}`;
  await roomForReport(db);
  const { rows } = await sql<ReturnRow>`
    with opp as materialized (${opportunitiesIn(window, theirs ?? undefined)}),
    -- Which campaign touched which opportunity, each pair once.
    touched as materialized (
      select distinct k.campaign_id, k.opportunity_id from opportunity_touches k join opp on opp.id = k.opportunity_id
      where k.tenant_id = current_tenant() and k.campaign_id is not null and ${only('k.campaign_id')}),
    -- A row per campaign and source of figures: credits, costs, members and responses, leads, opportunities. All other columns are 0.
    fact as (
      select e.campaign_id, sum(e.amount_minor) filter (where e.measure = 'revenue') as revenue,
        sum(e.amount_minor) filter (where e.measure = 'pipeline') as pipeline, 0::int8 as cost, 0 as unrated, 0 as members, 0 as responses,
        0 as leads, 0 as mqls, 0 as opportunities
      from attribution_entries e join opp on opp.id = e.opportunity_id
      where e.tenant_id = current_tenant() and e.model = ${model} and e.campaign_id is not null and ${only('e.campaign_id')} group by 1
      union all
      select k.campaign_id, 0, 0, coalesce(sum(k.value_minor), 0), count(*) filter (where k.value_minor is null), 0, 0, 0, 0, 0
      from costs k ${zone}
      where k.tenant_id = current_tenant() and k.kind = 'actual' and ${only('k.campaign_id')}
        and ${isWithin('(k.spent_on::timestamp at time zone t.time_zone)', window)} group by 1
      union all
      select h.campaign_id, 0, 0, 0, 0, coalesce(sum(h.value) filter (where h.name = 'members'), 0)::int8,
        coalesce(sum(h.value) filter (where h.name = 'responses'), 0)::int8, 0, 0, 0
      from campaign_hours h where h.tenant_id = current_tenant() and h.name in ('members', 'responses') and ${only('h.campaign_id')}
        and (${window.from}::date is null or h.day >= ${window.from}::date) and (${window.to}::date is null or h.day <= ${window.to}::date)
      group by 1
      union all
      select ${acquiredBy}, 0, 0, 0, 0, 0, 0, count(*), count(*) filter (where ${isQualified}), 0
      from people p ${zone}
      where p.tenant_id = current_tenant() and ${acquiredBy} is not null and ${only('p.source_campaign_id')}
        and ${isWithin('coalesce(p.lead_created_at, p.created_at)', window)} group by 1
      union all
      select campaign_id, 0, 0, 0, 0, 0, 0, 0, 0, count(*) from touched group by 1
    ), summed as (
      -- Per campaign, and all campaigns together in the row without an id.
      select campaign_id, sum(revenue)::int8 as revenue_minor, sum(pipeline)::int8 as pipeline_minor, sum(cost)::int8 as cost_minor,
        sum(unrated)::int as costs_without_rate, sum(members)::int as members, sum(responses)::int as responses, sum(leads)::int as leads,
        sum(mqls)::int as mqls, sum(opportunities)::int as opportunities
      from fact group by grouping sets ((campaign_id), ()))
    select s.campaign_id, c.name, coalesce(s.revenue_minor, 0)::int8 as revenue_minor, coalesce(s.pipeline_minor, 0)::int8 as pipeline_minor,
      coalesce(s.cost_minor, 0)::int8 as cost_minor, coalesce(s.costs_without_rate, 0) as costs_without_rate,
      coalesce(s.members, 0) as members, coalesce(s.responses, 0) as responses, coalesce(s.leads, 0) as leads, coalesce(s.mqls, 0) as mqls,
      -- In the total an opportunity that several campaigns touched counts once.
      case when s.campaign_id is null then (select count(*)::int from (select distinct opportunity_id from touched) once)
        else s.opportunities end as opportunities
    from summed s left join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id
    where s.campaign_id is null or s.revenue_minor <> 0 or s.pipeline_minor <> 0 or s.cost_minor <> 0 or s.costs_without_rate > 0
      or s.members > 0 or s.responses > 0 or s.leads > 0 or s.opportunities > 0
    order by s.revenue_minor desc nulls last, s.cost_minor desc, c.name`.execute(db);
  return rows;
}

/** What the velocity of a window is made from. */
export async function findVelocityFacts(db: TenantDb, window: ReportWindow): Promise<VelocityFacts> {
  const { rows } = await sql<VelocityFacts>`
    with opp as (${opportunitiesIn(window)})
    select count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'won')::int as won,
      count(*) filter (where state = 'lost')::int as lost, round(avg(net) filter (where state = 'won'))::int8 as average_minor,
      (avg(extract(epoch from closed_at - opened_at)) filter (where state = 'won') / 86400)::float8 as cycle_days
    from opp`.execute(db);
  return rows[0]!;
}
