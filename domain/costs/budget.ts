import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Currency } from '../money.ts';
import { CostFigures, costFiguresOf, expectedRoi, spentPer, type ResultFacts } from './cost-figures.ts';
import { MoneyFigure, rate, RateFigure } from './figures.ts';

/** A campaign's budget against what it costs, all in the organisation's currency. */
export const Budget = CostFigures.extend({
  currency: Currency,
  costPerLead: MoneyFigure,
  /** (expected revenue − budget) ÷ budget in percent. */
  expectedRoi: RateFigure,
  responses: z.int(),
  /** Leads that it brought, and how many of them were qualified. */
  leads: z.int(),
  mqls: z.int(),
  /** Qualified ÷ leads. */
  mqlRate: RateFigure,
  /** The currencies whose rates are missing, with the number of lines each. */
  missingRates: z.array(z.object({ currency: Currency, lines: z.int() })),
  /** What was spent on each day and by the end of it, in minor units. */
  spending: z.array(z.object({ date: Day, amountMinor: z.int(), totalMinor: z.int() })),
});

/** A campaign's budget against what it costs. */
export type Budget = z.infer<typeof Budget>;

/** What a budget is made from; amounts in minor units of the organisation's currency. */
export interface BudgetFacts extends ResultFacts {
  missingRates: { currency: string; lines: number }[];
  daily: { date: string; amountMinor: number }[];
  leads: number;
  mqls: number;
}

/** The whole of a budget from its facts. */
export function budgetOf(facts: BudgetFacts): Budget {
  return {
    currency: facts.currency,
    ...costFiguresOf(facts),
    costPerLead: spentPer(facts, facts.leads, 'no_leads'),
    expectedRoi: expectedRoi(facts),
    responses: facts.responses,
    leads: facts.leads,
    mqls: facts.mqls,
    mqlRate: rate(facts.mqls, facts.leads, 'no_leads'),
    missingRates: facts.missingRates,
    spending: accumulate(facts.daily),
  };
}

function accumulate(daily: BudgetFacts['daily']): Budget['spending'] {
  let totalMinor = 0;
  return daily.map(({ date, amountMinor }) => ({ date, amountMinor, totalMinor: (totalMinor += amountMinor) }));
}
