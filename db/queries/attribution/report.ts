import { sql, type RawBuilder } from 'kysely';
import type { Measure } from '../../../domain/attribution/credits.ts';
import type { Model } from '../../../domain/attribution/model.ts';
import type { Grouping } from '../../../domain/attribution/report.ts';
import type { TenantDb } from '../../connection.ts';
import { roomForReport } from '../reports/memory.ts';
import { opportunitiesIn, topmostCampaigns, type ReportWindow } from './window.ts';

/** What a group is credited with; amounts in minor units of the tenant's currency. */
export interface CreditRow {
  key: string | null;
  name: string | null;
  revenueMinor: number;
  refundsMinor: number;
  pipelineMinor: number;
  won: number;
  open: number;
}

const keyOf: Record<Grouping, RawBuilder<unknown>> = {
  campaign: sql`e.campaign_id::text`,
  parent: sql`line.top_id::text`,
  channel: sql`e.channel`,
  source: sql`nullif(e.source, '')`,
};

const isOfCampaigns = (groupBy: Grouping): boolean => groupBy === 'campaign' || groupBy === 'parent';

/** The name of a group: the campaign's, else the key itself. */
const nameOf = (groupBy: Grouping): RawBuilder<string> =>
  isOfCampaigns(groupBy)
    ? sql<string>`(select c.name from campaigns c where c.tenant_id = current_tenant() and c.id = g.key::uuid)`
    : sql<string>`g.key`;

/** What the model credits, by group, the most revenue first. Sums of the ledger: what was taken back is in no group any more. */
export async function listCredits(
  db: TenantDb,
  { model, groupBy, ...window }: ReportWindow & { model: Model; groupBy: Grouping },
): Promise<CreditRow[]> {
  await roomForReport(db);
  const { rows } = await sql<CreditRow>`
    with recursive line as (${topmostCampaigns}),
    opp as materialized (${opportunitiesIn(window)}),
    credit as (
      select ${keyOf[groupBy]} as key, e.opportunity_id, e.measure, sum(e.amount_minor) as amount,
        sum(e.amount_minor) filter (where e.refund_id is not null) as refunds
      from attribution_entries e
      join opp on opp.id = e.opportunity_id
      left join line on line.id = e.campaign_id
      where e.tenant_id = current_tenant() and e.model = ${model}
      group by 1, 2, 3
      having bool_or(e.refund_id is not null) or sum(e.amount_minor) <> 0
    ), g as (
      select key, coalesce(sum(amount) filter (where measure = 'revenue'), 0)::int8 as revenue_minor,
        coalesce(sum(refunds), 0)::int8 as refunds_minor,
        coalesce(sum(amount) filter (where measure = 'pipeline'), 0)::int8 as pipeline_minor,
        count(*) filter (where measure = 'revenue' and amount <> 0)::int as won,
        count(*) filter (where measure = 'pipeline' and amount <> 0)::int as open
      from credit group by key)
    select g.*, ${nameOf(groupBy)} as name from g where won > 0 or open > 0 or revenue_minor <> 0 or refunds_minor <> 0
    order by revenue_minor desc, pipeline_minor desc, name, key`.execute(db);
  return rows;
}

/** What each model credits with, by group. */
export async function listCreditsByModel(
  db: TenantDb,
  { measure, groupBy, ...window }: ReportWindow & { measure: Measure; groupBy: Grouping },
): Promise<{ key: string | null; name: string | null; model: Model; amountMinor: number }[]> {
  await roomForReport(db);
  const { rows } = await sql<{ key: string | null; name: string | null; model: Model; amountMinor: number }>`
    with recursive line as (${topmostCampaigns}),
    opp as materialized (${opportunitiesIn(window)}),
    g as (
      select ${keyOf[groupBy]} as key, e.model, sum(e.amount_minor)::int8 as amount_minor
      from attribution_entries e
      join opp on opp.id = e.opportunity_id
      left join line on line.id = e.campaign_id
      where e.tenant_id = current_tenant() and e.measure = ${measure}
      group by 1, 2 having sum(e.amount_minor) <> 0)
    select g.*, ${nameOf(groupBy)} as name from g`.execute(db);
  return rows;
}

/** What the opportunities of a window are worth, and how much of it somebody is credited with. */
export interface CreditTotals {
  wonMinor: number;
  won: number;
  openMinor: number;
  open: number;
  creditedRevenueMinor: number;
  creditedPipelineMinor: number;
}

/** Sums them. */
export async function findCreditTotals(
  db: TenantDb,
  { model, ...window }: ReportWindow & { model: Model },
): Promise<CreditTotals> {
  await roomForReport(db);
  const { rows } = await sql<CreditTotals>`
    with opp as materialized (${opportunitiesIn(window)}),
    credited as (
      select coalesce(sum(amount_minor) filter (where measure = 'revenue'), 0)::int8 as revenue,
        coalesce(sum(amount_minor) filter (where measure = 'pipeline'), 0)::int8 as pipeline
      from attribution_entries e join opp on opp.id = e.opportunity_id
      where e.tenant_id = current_tenant() and e.model = ${model})
    select coalesce(sum(net) filter (where state = 'won'), 0)::int8 as won_minor, count(*) filter (where state = 'won')::int as won,
      coalesce(sum(net) filter (where state = 'open'), 0)::int8 as open_minor, count(*) filter (where state = 'open')::int as open,
      (select revenue from credited) as credited_revenue_minor, (select pipeline from credited) as credited_pipeline_minor
    from opp`.execute(db);
  return rows[0]!;
}
