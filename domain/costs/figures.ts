import { z } from 'zod';
import { Money } from '../money.ts';

/** Why a figure cannot be said. Codes are stable; reasons.ts says them to people. */
export const NoFigure = z.enum([
  'no_budget',
  'no_budget_rate',
  'no_cost_rate',
  'no_cost',
  'no_responses',
  'no_leads',
  'no_expected_revenue',
  'no_revenue_rate',
  'no_members',
  'none_sent',
  'none_delivered',
  'not_started',
]);

/** Why a figure cannot be said. */
export type NoFigure = z.infer<typeof NoFigure>;

/** An amount, or null with the reason; never 0 for something unknown. */
export const MoneyFigure = z.object({ value: Money.nullable(), reason: NoFigure.nullable() });

/** An amount or the reason why there is none. */
export type MoneyFigure = z.infer<typeof MoneyFigure>;

/** A share in percent, or null with the reason; never 0 for something unknown. */
export const RateFigure = z.object({ percent: z.number().nullable(), reason: NoFigure.nullable() });

/** A share in percent or the reason why there is none. */
export type RateFigure = z.infer<typeof RateFigure>;

/** `part ÷ whole` in percent to two decimals; null with the reason where there is no whole. 80 of 1,000 → 8. */
export function rate(part: number, whole: number, none: NoFigure): RateFigure {
  return whole > 0 ? { percent: hundredths((part / whole) * 100), reason: null } : { percent: null, reason: none };
}

/** `amountMinor ÷ by`, rounded to a minor unit; null where there is nothing to divide by. 2,000 ÷ 200 responses = 10. */
export function costPer(amountMinor: number, by: number): number | null {
  return by > 0 ? roundHalfAway(amountMinor / by) : null;
}

/** How far `actual` lies from `budget`, and what share of it in percent. 10,000 and 11,400 → +1,400 and +14. */
export function variance(budgetMinor: number, actualMinor: number): { amountMinor: number; percent: number | null } {
  const amountMinor = actualMinor - budgetMinor;
  return { amountMinor, percent: budgetMinor > 0 ? hundredths((amountMinor / budgetMinor) * 100) : null };
}

/** (revenue − cost) ÷ cost in percent; null without a cost. 20,000 on 11,400 → 75.44. */
export function returnOnInvestment(revenueMinor: number, costMinor: number): number | null {
  return costMinor > 0 ? hundredths(((revenueMinor - costMinor) / costMinor) * 100) : null;
}

/**
 * By how much a line would take what is claimed (committed and actual) over the budget; null where it does not. A refund never
 * does, whatever stands already.
 */
export function overspend(budgetMinor: number, claimedMinor: number, addedMinor: number): number | null {
  const over = claimedMinor + addedMinor - budgetMinor;
  return addedMinor > 0 && over > 0 ? over : null;
}

const hundredths = (percent: number): number => roundHalfAway(percent * 100) / 100;

const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));
