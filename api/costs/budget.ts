import type { TenantDb } from '../../db/connection.ts';
import { findCampaignOverview } from '../../db/queries/campaign-overviews.ts';
import type { CampaignRow } from '../../db/queries/campaigns.ts';
import { countAcquiredLeads, sumClaims, sumCosts, type CostRow } from '../../db/queries/costs.ts';
import { dayOf, plainRate } from '../../db/queries/exchange-rates.ts';
import { dayIn } from '../../domain/calendar/day.ts';
import { budgetOf, type Budget } from '../../domain/costs/budget.ts';
import type { Cost, CostKind, CostWarning } from '../../domain/costs/cost.ts';
import { overspend } from '../../domain/costs/figures.ts';
import { notFound } from '../../domain/errors.ts';
import { moneyText } from '../../domain/money-text.ts';
import { valueOn } from './value.ts';

/** A campaign's budget against its costs. Its own amounts are valued at the rate of the day it starts, or was made. */
export async function readBudget(db: TenantDb, campaignId: string): Promise<Budget> {
  const campaign = await findCampaignOverview(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const sums = await sumCosts(db, campaignId);
  const { currency, budgetMinor, expectedRevenueMinor } = await planOf(db, campaign);
  return budgetOf({
    currency,
    budgetMinor,
    expectedRevenueMinor,
    isBudgetWithoutRate: campaign.budgetedCostMinor !== null && budgetMinor === null,
    sums: sums.byKind,
    missingRates: sums.missingRates,
    daily: sums.daily,
    responses: campaign.counters.responded ?? 0,
    leads: await countAcquiredLeads(db, campaignId),
  });
}

/** What is to be known of a line: that it has no rate, or that it takes what is claimed over the budget. Nothing is forbidden. */
export async function warningsFor(
  db: TenantDb,
  campaign: CampaignRow,
  line: { id: string | null; kind: CostKind; valueMinor: number | null; currency: string },
): Promise<CostWarning[]> {
  const { currency, budgetMinor } = await planOf(db, campaign);
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

/** What the campaign plans, in the tenant's currency; null for what is not set or has no rate. */
async function planOf(db: TenantDb, campaign: CampaignRow) {
  const { currency: into, timeZone } = await db
    .selectFrom('tenants')
    .select(['currency', 'timeZone'])
    .executeTakeFirstOrThrow();
  const day = dayIn(campaign.startAt ?? campaign.createdAt, timeZone);
  const worth = async (amountMinor: number | null): Promise<number | null> =>
    amountMinor === null
      ? null
      : (await valueOn(db, { amountMinor, currency: campaign.currency, day, into })).valueMinor;
  return {
    currency: into,
    budgetMinor: await worth(campaign.budgetedCostMinor),
    expectedRevenueMinor: await worth(campaign.expectedRevenueMinor),
  };
}
