import type { TenantDb } from '../../../db/connection.ts';
import { countAcquiredLeads } from '../../../db/queries/attribution/acquired-leads.ts';
import { findCampaignOverview } from '../../../db/queries/campaigns/overviews.ts';
import type { CampaignRow } from '../../../db/queries/campaigns/campaigns.ts';
import { findCostFacts } from '../../../db/queries/costs/facts.ts';
import { sumClaims, sumCostDays, type CostRow } from '../../../db/queries/costs/costs.ts';
import { dayOf, plainRate } from '../../../db/queries/costs/exchange-rates.ts';
import { budgetOf, type Budget } from '../../../domain/costs/budget.ts';
import type { Cost, CostKind, CostWarning } from '../../../domain/costs/cost.ts';
import { overspend } from '../../../domain/costs/figures.ts';
import { notFound } from '../../../domain/errors.ts';
import { moneyText } from '../../../domain/money-text.ts';

/** A campaign's budget against its costs. Its own amounts are valued at the rate of the day it starts, or was made. */
export async function readBudget(db: TenantDb, campaignId: string): Promise<Budget> {
  const campaign = await findCampaignOverview(db, campaignId);
  if (!campaign) throw notFound('campaign');
  return budgetOf({
    ...campaign.costs.own,
    ...(await sumCostDays(db, campaignId)),
    responses: campaign.counters.responded ?? 0,
    ...(await countAcquiredLeads(db, campaignId)),
  });
}

/** What is to be known of a line: that it has no rate, or that it takes what is claimed over the budget. Nothing is forbidden. */
export async function warningsFor(
  db: TenantDb,
  campaign: CampaignRow,
  line: { id: string | null; kind: CostKind; valueMinor: number | null; currency: string },
): Promise<CostWarning[]> {
  const { currency, budgetMinor } = (await findCostFacts(db, campaign.id)).own;
  if (line.valueMinor === null) {
    const message = `There is no rate from ${line.currency} into ${currency} for this day, so it is in no sum until one is given.`;
    return [{ code: 'no_rate', message }];
  }
  if (budgetMinor === null || line.kind === 'planned') return [];
  const claimed = await sumClaims(db, campaign.id, line.id);
  const over = overspend(budgetMinor, claimed, line.valueMinor);
  if (over === null) return [];
  const [total, excess, budget] = [claimed + line.valueMinor, over, budgetMinor].map((amountMinor) =>
    moneyText({ amountMinor, currency }),
  );
  const message = `Committed and spent together come to ${total}: ${excess} over the budget of ${budget}.`;
  return [{ code: 'over_budget', message }];
}

/** A line as the API shows it; `currency` is the tenant's. */
export function presentCost(row: CostRow, currency: string): Cost {
  return {
    id: row.id,
    campaignId: row.campaignId,
    kind: row.kind,
    date: dayOf(row.spentOn),
    vendor: row.vendor,
    note: row.note,
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    value: row.valueMinor === null ? null : { amountMinor: row.valueMinor, currency },
    rate: row.rate === null ? null : plainRate(row.rate),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
