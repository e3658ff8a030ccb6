import { z } from 'zod';
import { Money } from '../money.ts';
import type { CostKind } from './cost.ts';
import { costPer, MoneyFigure, returnOnInvestment, variance, type NoFigure, type RateFigure } from './figures.ts';

/** The lines of one kind: their sum in the organisation's currency, and how many lines are not in it for want of a rate. */
const Sum = z.object({ value: Money, lines: z.int(), withoutRate: z.int() });

/** A budget against what was spent, of one campaign or of a whole hierarchy, all in the organisation's currency. */
export const CostFigures = z.object({
  budget: MoneyFigure,
  planned: Sum,
  committed: Sum,
  actual: Sum,
  /** Budget less what was spent. */
  remaining: MoneyFigure,
  /** The budget minus what was spent and what is committed. */
  available: MoneyFigure,
  /** Actual less budget, and what share of the budget it is in percent. */
  variance: MoneyFigure.extend({ percent: z.number().nullable() }),
  costPerResponse: MoneyFigure,
});

/** A budget against what was spent. */
export type CostFigures = z.infer<typeof CostFigures>;

/** What it is made from; amounts in minor units of the organisation's currency. */
export interface CostFacts {
  currency: string;
  /** Null: none. */
  budgetMinor: number | null;
  expectedRevenueMinor: number | null;
  /** There is a budget in a currency that has no rate, so that none can be said. */
  isBudgetWithoutRate: boolean;
  isRevenueWithoutRate: boolean;
  sums: Record<CostKind, { valueMinor: number; lines: number; withoutRate: number }>;
}

/** What the money and the people of a campaign come to together. */
export interface ResultFacts extends CostFacts {
  responses: number;
}

/** The figures from their facts. */
export function costFiguresOf(facts: ResultFacts): CostFigures {
  const { currency, sums } = facts;
  const sum = (kind: CostKind) => {
    const { valueMinor, lines, withoutRate } = sums[kind];
    return { value: { amountMinor: valueMinor, currency }, lines, withoutRate };
  };
  const { budget, reason } = budgetIn(facts);
  const figure = (amountMinor: number | null, why: NoFigure | null): MoneyFigure =>
    amountMinor === null ? { value: null, reason: why } : { value: { amountMinor, currency }, reason: null };
  const unrated = (...kinds: CostKind[]): NoFigure | null =>
    kinds.some((kind) => sums[kind].withoutRate > 0) ? 'no_cost_rate' : null;
  const less = (amountMinor: number, why: NoFigure | null): MoneyFigure =>
    budget === null || why ? figure(null, reason ?? why) : figure(budget - amountMinor, null);
  const spent = sums.actual.valueMinor;
  const against = budget === null || unrated('actual') ? null : variance(budget, spent);
  return {
    budget: figure(budget, reason),
    planned: sum('planned'),
    committed: sum('committed'),
    actual: sum('actual'),
    remaining: less(spent, unrated('actual')),
    available: less(spent + sums.committed.valueMinor, unrated('actual', 'committed')),
    variance: {
      ...figure(against?.amountMinor ?? null, reason ?? unrated('actual')),
      percent: against?.percent ?? null,
    },
    costPerResponse: spentPer(facts, facts.responses, 'no_responses'),
  };
}

/** What was spent ÷ `by`; null with the reason where nothing was spent, some of it has no rate, or there is nothing to divide by. */
export function spentPer({ currency, sums }: CostFacts, by: number, none: NoFigure): MoneyFigure {
  const { valueMinor, lines, withoutRate } = sums.actual;
  if (lines === 0) return { value: null, reason: 'no_cost' };
  if (withoutRate > 0) return { value: null, reason: 'no_cost_rate' };
  const amountMinor = costPer(valueMinor, by);
  return amountMinor === null ? { value: null, reason: none } : { value: { amountMinor, currency }, reason: null };
}

/** (expected revenue − budget) ÷ budget in percent. */
export function expectedRoi(facts: CostFacts): RateFigure {
  const { budget, reason } = budgetIn(facts);
  if (budget === null) return { percent: null, reason };
  if (facts.isRevenueWithoutRate) return { percent: null, reason: 'no_revenue_rate' };
  if (facts.expectedRevenueMinor === null) return { percent: null, reason: 'no_expected_revenue' };
  const percent = returnOnInvestment(facts.expectedRevenueMinor, budget);
  return { percent, reason: percent === null ? 'no_budget' : null };
}

function budgetIn({ budgetMinor, isBudgetWithoutRate }: CostFacts): {
  budget: number | null;
  reason: NoFigure | null;
} {
  if (isBudgetWithoutRate) return { budget: null, reason: 'no_budget_rate' };
  return { budget: budgetMinor, reason: budgetMinor === null ? 'no_budget' : null };
}
