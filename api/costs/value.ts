import type { TenantDb } from '../../db/connection.ts';
import { clearCostValues, listUnvaluedCosts, markCostValues } from '../../db/queries/costs.ts';
import { findRate, plainRate } from '../../db/queries/exchange-rates.ts';
import { convertMinor } from '../../domain/exchange-rates/convert.ts';

/** An amount of a day and what it is worth in the tenant's currency; both null where there is no rate. */
export async function valueOn(
  db: TenantDb,
  { amountMinor, currency, day, into }: { amountMinor: number; currency: string; day: string; into: string },
): Promise<{ rate: string | null; valueMinor: number | null }> {
  const rate = await findRate(db, { currency, into, day });
  return { rate, valueMinor: rate === null ? null : convertMinor(amountMinor, rate, { from: currency, into }) };
}

/** Gives the lines that waited for a rate their value, where there is one now; returns how many. Values that stand are left alone. */
export async function fillMissingValues(db: TenantDb, into: string): Promise<number> {
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

/** Reckons every line anew after the tenant has chosen another currency; what has no rate into it waits for one. */
export async function revalueCosts(db: TenantDb, into: string): Promise<void> {
  await clearCostValues(db);
  await fillMissingValues(db, into);
}
