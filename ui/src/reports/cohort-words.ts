import { cohortRate, type CohortReport } from '../../../domain/reports/cohort.ts';
import { addDays, startOf } from '../../../domain/reports/span.ts';
import { money, plural, share } from '../lib/format.ts';

/** Every cell of the picture as a row of its table. */
export function cohortRows({ cohorts }: Pick<CohortReport, 'cohorts'>) {
  return cohorts
    .filter(({ people }) => people > 0)
    .flatMap((cohort) =>
      cohort.totals.map((total, since) => ({
        ...{ month: cohort.month, people: cohort.people, since, total },
        rate: cohortRate(cohort, since),
      })),
    );
}

/** How much had come of all leads that are so old three months later, or as late as can be said. */
export function cohortSentence({ cohorts, measure, currency }: CohortReport): string {
  const after = Math.min(3, Math.max(...cohorts.map(({ totals }) => totals.length)) - 2);
  if (after < 0) return 'These leads are of a month that is not over: too early to tell.';
  // The last cell of each is of a month that is not over.
  const old = cohorts.filter(({ people, totals }) => people > 0 && totals.length - 1 > after);
  const people = old.reduce((sum, cohort) => sum + cohort.people, 0);
  if (people === 0) return 'Too early to tell: no month of these leads is over.';
  const total = old.reduce((sum, { totals }) => sum + (totals[after] ?? 0), 0);
  const when = after === 0 ? 'by the end of the month in which they came' : `${plural(after, 'month', 'months')} later`;
  const who = `Of ${plural(people, 'lead', 'leads')} that are old enough to tell`;
  if (measure === 'revenue')
    return `${who}, each had brought ${money({ amountMinor: Math.round(total / people), currency })} on average ${when}.`;
  return `${who}, ${share(total, people)} had ${measure === 'responses' ? 'responded to a campaign' : 'become contacts'} ${when}.`;
}

/** The last day of the month that begins on a day. */
export function monthEnd(month: string): string {
  return addDays(startOf(addDays(month, 31), 'month'), -1);
}
