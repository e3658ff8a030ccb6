import { expect, it } from 'vitest';
import type { CohortReport } from '../../../domain/reports/cohort.ts';
import { cohortRows, cohortSentence, monthEnd } from './cohort-words.ts';

const report = (cohorts: CohortReport['cohorts'], measure: CohortReport['measure'] = 'responses') =>
  ({ cohorts, measure, currency: 'EUR' }) as CohortReport;
const months = [
  { month: '2026-01-01', people: 30, totals: [3, 6, 9, 12, 12] },
  { month: '2026-02-01', people: 10, totals: [0, 0, 1, 8] },
  { month: '2026-05-01', people: 0, totals: [0] },
];

it('says what had come of leads that are old enough, and no more', () => {
  expect(cohortSentence(report(months))).toBe(
    'Of 30 leads that are old enough to tell, 40\u00a0% had responded to a campaign 3 months later.',
  );
  const earned = months.map((cohort) => ({ ...cohort, totals: cohort.totals.map((total) => total * 100) }));
  expect(cohortSentence(report(earned, 'revenue'))).toBe(
    'Of 30 leads that are old enough to tell, each had brought €0.40 on average 3 months later.',
  );
  expect(cohortSentence(report(months.slice(2)))).toBe(
    'These leads are of a month that is not over: too early to tell.',
  );
  expect(cohortRows(report(months))).toHaveLength(9);
  expect(cohortRows(report(months))[1]).toEqual({ month: '2026-01-01', people: 30, since: 1, total: 6, rate: 0.2 });
  expect([monthEnd('2026-02-01'), monthEnd('2026-12-01')]).toEqual(['2026-02-28', '2026-12-31']);
});
