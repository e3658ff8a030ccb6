import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysOf, spanBefore, spanOf, startOf, startsIn, unitFor, type Unit } from './span.ts';

describe('the span of a report', () => {
  it.each([
    [
      { from: '2026-06-08', to: '2026-06-14' },
      { from: '2026-06-01', to: '2026-06-07' },
    ],
    [
      { from: '2026-06-01', to: '2026-06-30' },
      { from: '2026-05-01', to: '2026-05-31' },
    ],
    [
      { from: '2026-03-01', to: '2026-03-31' },
      { from: '2026-02-01', to: '2026-02-28' },
    ],
    [
      { from: '2026-01-01', to: '2026-03-31' },
      { from: '2025-10-01', to: '2025-12-31' },
    ],
    [
      { from: '2026-01-02', to: '2026-01-02' },
      { from: '2026-01-01', to: '2026-01-01' },
    ],
  ])('%o is compared with %o', (span, before) => expect(spanBefore(span)).toEqual(before));

  it.each([
    ['2026-11-26', 'day', '2026-11-26'],
    ['2026-11-26', 'week', '2026-11-23'],
    ['2026-11-23', 'week', '2026-11-23'],
    ['2026-11-22', 'week', '2026-11-16'],
    ['2026-11-26', 'month', '2026-11-01'],
  ] as const)('%s is in the %s of %s', (day, unit, start) => expect(startOf(day, unit)).toBe(start));

  it.each([
    ['last7', '2026-11-20', '2026-11-26'],
    ['last365', '2025-11-27', '2026-11-26'],
    ['thisMonth', '2026-11-01', '2026-11-26'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['thisQuarter', '2026-10-01', '2026-11-26'],
    ['lastQuarter', '2026-07-01', '2026-09-30'],
    ['thisYear', '2026-01-01', '2026-11-26'],
  ] as const)('%s is %s to %s on 26 November', (period, from, to) =>
    expect(spanOf(period, '2026-11-26')).toEqual({ from, to }),
  );

  it('leaves out no unit, and every day is in one of them', () => {
    const day = fc.integer({ min: 0, max: 5000 }).map((days) => addDays('2020-01-01', days));
    const unit = fc.constantFrom<Unit>('day', 'week', 'month');
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), unit, (from, length, unit) => {
        const span = { from, to: addDays(from, length) };
        expect(daysOf(span)).toBe(length + 1);
        const starts = startsIn(span, unit);
        expect(new Set(starts).size).toBe(starts.length);
        for (let n = 0; n <= length; n += 7) expect(starts).toContain(startOf(addDays(from, n), unit));
        expect(starts.at(-1)).toBe(startOf(span.to, unit));
      }),
    );
  });

  it('is shown by days for a month, by weeks for a year', () => {
    expect(unitFor({ from: '2026-11-01', to: '2026-11-30' })).toBe('day');
    expect(unitFor({ from: '2026-01-01', to: '2026-12-31' })).toBe('week');
    expect(unitFor({ from: '2025-01-01', to: '2026-12-31' })).toBe('month');
  });
});
