import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Freshness } from './activity.ts';
import { addDays, Span, startOf, startsIn } from './span.ts';

/** What is followed of people from the month in which they became leads. */
export const CohortMeasure = z.enum(['responses', 'conversions', 'revenue']);

/** What is followed. */
export type CohortMeasure = z.infer<typeof CohortMeasure>;

/** A month of people by when they became leads, with what came of them until so many months later. */
const Cohort = z.object({
  /** The first day of the month. */
  month: Day,
  people: z.int(),
  /**
   * What had come of them by the end of the month in which they became leads, of the one after it, and so on up to now: people who had
   * responded or converted, or what they had brought in minor units.
   */
  totals: z.array(z.int()),
});

/** One month of people. */
export type Cohort = z.infer<typeof Cohort>;

/** People by the month in which they became leads, and what came of them month by month. */
export const CohortReport = z.object({
  ...Span.shape,
  timeZone: z.string(),
  measure: CohortMeasure,
  currency: z.string(),
  cohorts: z.array(Cohort),
  /** The month that is not over yet. */
  thisMonth: Day,
  freshness: Freshness,
});

/** People by the month in which they became leads. */
export type CohortReport = z.infer<typeof CohortReport>;

/** What happened in one month of people's lives as leads. */
export interface CohortStep {
  month: string;
  /** How many months after the one in which they became leads; 0: in the same. */
  since: number;
  amount: number;
}

/** How many months lie between the months of two days. */
export function monthsBetween(from: string, to: string): number {
  const of = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return of(to) - of(from);
}

/** The months that a span touches, each with its people and what had come of them until each month up to that of `today`. */
export function cohortsOf(
  { span, today }: { span: Span; today: string },
  sizes: readonly { month: string; people: number }[],
  steps: readonly CohortStep[],
): Cohort[] {
  const known = new Map(sizes.map(({ month, people }) => [month, people]));
  const byCell = new Map(steps.map(({ month, since, amount }) => [`${month} ${since}`, amount]));
  return startsIn(span, 'month')
    .filter((month) => month <= today)
    .map((month) => {
      let total = 0;
      const totals = Array.from({ length: monthsBetween(month, today) + 1 }, (_, since) => {
        total += byCell.get(`${month} ${since}`) ?? 0;
        return total;
      });
      return { month, people: known.get(month) ?? 0, totals };
    });
}

/** The whole months that a span touches. */
export function wholeMonthsOf({ from, to }: Span): Span {
  return { from: startOf(from, 'month'), to: addDays(startOf(addDays(startOf(to, 'month'), 31), 'month'), -1) };
}

/** What the people of one month had brought so many months later, per person; null if there is nobody, or if that month has not come yet. */
export function cohortRate({ people, totals }: Cohort, since: number): number | null {
  const total = totals[since];
  return total === undefined || people === 0 ? null : total / people;
}
