import type { TenantDb } from '../../../db/connection.ts';
import { clearCostValues, listUnvaluedCosts, markCostValues } from '../../../db/queries/costs/costs.ts';
import { plainRate } from '../../../db/queries/costs/exchange-rates.ts';
import { clearOpportunityValues, fillOpportunityValues } from '../../../db/queries/opportunities/values.ts';
import { convertMinor } from '../../../domain/exchange-rates/convert.ts';

/** Gives the lines that waited for a rate their value, where there is one now; returns how many. Values that stand are left alone. */
async function fillMissingValues(db: TenantDb, into: string): Promise<number> {
  const waiting = await listUnvaluedCosts(db, into);
  if (waiting.length === 0) return 0;
  await markCostValues(
    db,
    waiting.map(({ id, amountMinor, currency, rate }) => {
      const plain = plainRate(rate);
      return { id, rate: plain, valueMinor: convertMinor(amountMinor, plain, { from: currency, into }) };
    }),
  );
  return waiting.length;
}

/** Gives costs and opportunities that waited for a rate their value; returns how many of each. */
export async function fillAllValues(db: TenantDb, into: string): Promise<{ costs: number; opportunities: number }> {
  return { costs: await fillMissingValues(db, into), opportunities: await fillOpportunityValues(db, into) };
}

/** Reckons costs and opportunities anew after the tenant has chosen another currency; what has no rate into it waits for one. */
export async function revalueAll(db: TenantDb, into: string): Promise<void> {
  await clearCostValues(db);
  await clearOpportunityValues(db);
  await fillAllValues(db, into);
}
