import { describe, expect, it } from 'vitest';
import { cohortRate, cohortsOf, monthsBetween, wholeMonthsOf } from './cohort.ts';

describe('cohorts', () => {
  it('have for each month what had come of its people until every later month up to now', () => {
    const span = { from: '2026-01-01', to: '2026-03-31' };
    const cohorts = cohortsOf(
      { span, today: '2026-03-10' },
      [
        { month: '2026-01-01', people: 10 },
        { month: '2026-03-01', people: 4 },
      ],
      [
        { month: '2026-01-01', since: 0, amount: 1 },
        { month: '2026-01-01', since: 2, amount: 4 },
        { month: '2026-03-01', since: 0, amount: 2 },
      ],
    );
    expect(cohorts).toEqual([
      { month: '2026-01-01', people: 10, totals: [1, 1, 5] },
      { month: '2026-02-01', people: 0, totals: [0, 0] },
      { month: '2026-03-01', people: 4, totals: [2] },
    ]);
    expect([cohortRate(cohorts[0]!, 2), cohortRate(cohorts[1]!, 0), cohortRate(cohorts[2]!, 1)]).toEqual([
      0.5,
      null,
      null,
    ]);
  });

  it('leave out months that have not come', () => {
    const span = { from: '2026-02-01', to: '2026-12-31' };
    expect(cohortsOf({ span, today: '2026-03-10' }, [], []).map(({ month }) => month)).toEqual([
      '2026-02-01',
      '2026-03-01',
    ]);
  });

  it('are of whole months', () => {
    expect(wholeMonthsOf({ from: '2026-01-31', to: '2026-02-01' })).toEqual({ from: '2026-01-01', to: '2026-02-28' });
    expect(wholeMonthsOf({ from: '2025-12-05', to: '2025-12-31' })).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(monthsBetween('2025-11-30', '2026-02-01')).toBe(3);
  });
});
