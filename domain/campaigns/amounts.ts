import type { GivenMoney } from '../money.ts';

/** The amounts of a campaign as they are given; null takes one away. */
export interface GivenAmounts {
  budgetedCost?: GivenMoney | null;
  expectedRevenue?: GivenMoney | null;
}

/** The same as they are kept, in minor units of the campaign's one currency. */
export interface KeptAmounts {
  budgetedCostMinor?: number | null;
  expectedRevenueMinor?: number | null;
}

/** Amounts as columns store them. An amount that is not given has no column in the result; all other fields pass through unchanged. */
export function keepAmounts<T extends GivenAmounts>({
  budgetedCost,
  expectedRevenue,
  ...rest
}: T): Omit<T, keyof GivenAmounts> & KeptAmounts {
  return {
    ...rest,
    ...(budgetedCost === undefined ? {} : { budgetedCostMinor: budgetedCost?.amountMinor ?? null }),
    ...(expectedRevenue === undefined ? {} : { expectedRevenueMinor: expectedRevenue?.amountMinor ?? null }),
  };
}

/** Why an amount cannot be kept: it is in another currency than the campaign counts in; null where none is. */
export function foreignAmount(
  { budgetedCost, expectedRevenue }: GivenAmounts,
  currency: string,
): { path: string; message: string } | null {
  for (const [name, amount] of Object.entries({ budgetedCost, expectedRevenue })) {
    if (!amount?.currency || amount.currency === currency) continue;
    const message = `The campaign counts in ${currency}. Give the amount in it, or give the campaign the currency ${amount.currency}.`;
    return { path: `${name}.currency`, message };
  }
  return null;
}
