import type { Budget } from '../../../domain/costs/budget.ts';
import type { CostFigures } from '../../../domain/costs/cost-figures.ts';
import type { CostKind } from '../../../domain/costs/cost.ts';
import type { MoneyFigure } from '../../../domain/costs/figures.ts';
import { reasonWords } from '../../../domain/costs/reasons.ts';
import type { Money } from '../../../domain/money.ts';
import { money, none, perCent, plural } from '../lib/format.ts';

/** The kinds of a cost as they stand on a badge. */
export const kindLabels: Record<CostKind, string> = { planned: 'Planned', committed: 'Committed', actual: 'Spent' };

/** A budget in one sentence: what was spent of what, what is left, what is not in it. */
export function budgetSentence(budget: Budget): string {
  const spent = budget.actual.lines === 0 ? 'Nothing spent yet' : `${money(budget.actual.value)} spent`;
  const missing = budget.missingRates.reduce((sum, { lines }) => sum + lines, 0);
  const unrated =
    missing > 0 ? ` ${plural(missing, 'line is', 'lines are')} not in it: there is no exchange rate for them.` : '';
  if (budget.budget.value === null) return `${spent}. ${reasonWords[budget.budget.reason ?? 'no_budget']}${unrated}`;
  const of = `${spent} of ${money(budget.budget.value)}`;
  const { remaining, available } = budget;
  if (remaining.value === null) return `${of}.${unrated}`;
  if (remaining.value.amountMinor < 0) return `${of}: ${money(positive(remaining.value))} over budget.${unrated}`;
  const committed = budget.committed.value.amountMinor !== 0 && available.value;
  const after = committed ? `, ${money(available.value)} after what is committed` : '';
  return `${of}; ${money(remaining.value)} left${after}.${unrated}`;
}

/** What was spent, "and more" where lines are not in it for want of a rate; n/a where nothing was. */
export const spentWords = ({ actual }: Pick<CostFigures, 'actual'>): string =>
  actual.lines === 0 ? none : `${money(actual.value)}${actual.withoutRate > 0 ? ' and more' : ''}`;

/** The variance where something was spent: before that it says no more than the budget. */
export const spentVariance = ({ actual, variance }: Pick<CostFigures, 'actual' | 'variance'>): string =>
  actual.lines === 0 ? none : varianceWords(variance);

/** The variance as "▲ €1,400 over (+14.0 %)" or "▼ €1,000 under (−10.0 %)". */
export function varianceWords({ value, percent }: Budget['variance']): string {
  if (value === null) return none;
  const side = value.amountMinor > 0 ? '▲' : '▼';
  if (value.amountMinor === 0) return 'On budget';
  const share = percent === null ? '' : ` (${perCent(signed(percent))})`;
  return `${side} ${money(positive(value))} ${value.amountMinor > 0 ? 'over' : 'under'}${share}`;
}

/** A percentage with its sign and one decimal: 14 → "+14.0". */
export const signed = (percent: number): string => `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)}`;

/** Why a figure is "n/a", empty where it is not. */
export const why = ({ reason }: Pick<MoneyFigure, 'reason'>): string => (reason ? reasonWords[reason] : '');

const positive = ({ amountMinor, currency }: Money): Money => ({ amountMinor: Math.abs(amountMinor), currency });
