import { z } from 'zod';
import { Day } from '../exchange-rates/exchange-rate.ts';
import { Currency, Money } from '../money.ts';
import type { CostKind } from './cost.ts';
import { costPer, MoneyFigure, NoFigure, returnOnInvestment, variance } from './figures.ts';

/** The lines of one kind: their sum in the organisation's currency, and how many lines are not in it for want of a rate. */
const Sum = z.object({ value: Money, lines: z.int(), withoutRate: z.int() });

/** A campaign's budget against what it costs, all in the organisation's currency. */
export const Budget = z.object({
  currency: Currency,
  budget: MoneyFigure,
  planned: Sum,
  committed: Sum,
  actual: Sum,
  /** Budget less what was spent. */
  remaining: MoneyFigure,
  /** Budget less what was spent and what is committed. */
  available: MoneyFigure,
  /** Actual less budget, and what share of the budget it is in percent. */
  variance: MoneyFigure.extend({ percent: z.number().nullable() }),
  costPerResponse: MoneyFigure,
  costPerLead: MoneyFigure,
  /** (expected revenue − budget) ÷ budget in percent. */
  expectedRoi: z.object({ percent: z.number().nullable(), reason: NoFigure.nullable() }),
  responses: z.int(),
  leads: z.int(),
  /** The currencies whose rates are missing, with the number of lines each. */
  missingRates: z.array(z.object({ currency: Currency, lines: z.int() })),
  /** What was spent on each day and by the end of it, in minor units. */
  spending: z.array(z.object({ date: Day, amountMinor: z.int(), totalMinor: z.int() })),
});

/** A campaign's budget against what it costs. */
export type Budget = z.infer<typeof Budget>;

/** What a budget is made from; amounts in minor units of the organisation's currency. */
export interface BudgetFacts {
  currency: string;
  /** Null: none. */
  budgetMinor: number | null;
  expectedRevenueMinor: number | null;
  /** The currency of the campaign has no rate, so that its budget cannot be said. */
  isBudgetWithoutRate: boolean;
  sums: Record<CostKind, { valueMinor: number; lines: number; withoutRate: number }>;
  missingRates: { currency: string; lines: number }[];
  daily: { date: string; amountMinor: number }[];
  responses: number;
  leads: number;
}

/** The whole of a budget from its facts. */
export function budgetOf(facts: BudgetFacts): Budget {
  const { currency, sums } = facts;
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  const sum = (kind: CostKind) => {
    const { valueMinor, lines, withoutRate } = sums[kind];
    return { value: money(valueMinor), lines, withoutRate };
  };
  const { budget, reason } = budgetIn(facts);
  const figure = (amountMinor: number | null, why: NoFigure | null): MoneyFigure =>
    amountMinor === null ? { value: null, reason: why } : { value: money(amountMinor), reason: null };
  const actual = sums.actual.valueMinor;
  const unrated = (...kinds: CostKind[]): NoFigure | null =>
    kinds.some((kind) => sums[kind].withoutRate > 0) ? 'no_cost_rate' : null;
  const less = (amountMinor: number, why: NoFigure | null): MoneyFigure =>
    budget === null || why ? figure(null, reason ?? why) : figure(budget - amountMinor, null);
  const against = budget === null || unrated('actual') ? null : variance(budget, actual);
  return {
    currency,
    budget: figure(budget, reason),
    planned: sum('planned'),
    committed: sum('committed'),
    actual: sum('actual'),
    remaining: less(actual, unrated('actual')),
    available: less(actual + sums.committed.valueMinor, unrated('actual', 'committed')),
    variance: {
      ...figure(against?.amountMinor ?? null, reason ?? unrated('actual')),
      percent: against?.percent ?? null,
    },
    costPerResponse: per(facts, facts.responses, 'no_responses'),
    costPerLead: per(facts, facts.leads, 'no_leads'),
    expectedRoi: expectedRoi(facts, budget, reason),
    responses: facts.responses,
    leads: facts.leads,
    missingRates: facts.missingRates,
    spending: accumulate(facts.daily),
  };
}

function budgetIn({ budgetMinor, isBudgetWithoutRate }: BudgetFacts): {
  budget: number | null;
  reason: NoFigure | null;
} {
  if (isBudgetWithoutRate) return { budget: null, reason: 'no_budget_rate' };
  return { budget: budgetMinor, reason: budgetMinor === null ? 'no_budget' : null };
}

function per({ currency, sums }: BudgetFacts, by: number, none: NoFigure): MoneyFigure {
  const { valueMinor, lines, withoutRate } = sums.actual;
  if (lines === 0) return { value: null, reason: 'no_cost' };
  if (withoutRate > 0) return { value: null, reason: 'no_cost_rate' };
  const amountMinor = costPer(valueMinor, by);
  return amountMinor === null ? { value: null, reason: none } : { value: { amountMinor, currency }, reason: null };
}

function expectedRoi(
  { expectedRevenueMinor }: BudgetFacts,
  budget: number | null,
  noBudget: NoFigure | null,
): Budget['expectedRoi'] {
  if (budget === null) return { percent: null, reason: noBudget };
  if (expectedRevenueMinor === null) return { percent: null, reason: 'no_expected_revenue' };
  const percent = returnOnInvestment(expectedRevenueMinor, budget);
  return { percent, reason: percent === null ? 'no_budget' : null };
}

function accumulate(daily: BudgetFacts['daily']): Budget['spending'] {
  let totalMinor = 0;
  return daily.map(({ date, amountMinor }) => ({ date, amountMinor, totalMinor: (totalMinor += amountMinor) }));
}
