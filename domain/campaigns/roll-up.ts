import { z } from 'zod';
import { Money } from '../money.ts';

/** An amount summed over several campaigns. Where they have several currencies there is no single sum, only one for each. */
export const RolledAmount = z.object({
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  byCurrency: z.array(Money),
});

/** A summed amount. */
export type RolledAmount = z.infer<typeof RolledAmount>;

/** The amounts that roll up, each in its own currency (what was spent: in the organisation's): the campaign's own and those of all below it. */
export const rolledAmounts = ['budgetedCost', 'expectedRevenue', 'actualCost'] as const;

/** The name of an amount that rolls up. */
export type RolledAmountName = (typeof rolledAmounts)[number];

/** Sums amounts of one kind: 5,000 with 3,000 and 2,000 below it are 10,000. Null where nobody has any, or currencies differ. */
export function sumAmounts(amounts: readonly Money[]): RolledAmount {
  const sums = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  const byCurrency = [...sums].sort().map(([currency, amountMinor]) => ({ amountMinor, currency }));
  const [only, other] = byCurrency;
  return only && !other ? { ...only, byCurrency } : { amountMinor: null, currency: null, byCurrency };
}
