import { describe, expect, it } from 'vitest';
import { seriesStarts } from './series.ts';

const berlin = { from: '2026-09-01T07:00:00Z', timeZone: 'Europe/Berlin' };

describe('a series', () => {
  it('is every first Monday, at the same hour on the clock also after the clocks have changed', () => {
    expect(seriesStarts('FREQ=MONTHLY;BYDAY=1MO;COUNT=4', berlin)).toEqual([
      '2026-09-07T07:00:00.000Z',
      '2026-10-05T07:00:00.000Z',
      '2026-11-02T08:00:00.000Z',
      '2026-12-07T08:00:00.000Z',
    ]);
  });

  it('ends with a day, and takes RRULE: before it', () => {
    expect(seriesStarts('RRULE:FREQ=WEEKLY;UNTIL=20260916', berlin)).toEqual([
      '2026-09-01T07:00:00.000Z',
      '2026-09-08T07:00:00.000Z',
      '2026-09-15T07:00:00.000Z',
    ]);
  });

  it.each([
    ['FREQ=MONTHLY;BYDAY=1MO', 'needs an end'],
    ['FREQ=DAILY;COUNT=61', 'makes more than 60 copies'],
    ['FREQ=DAILY;UNTIL=20990101', 'makes more than 60 copies'],
    ['FREQ=HOURLY;COUNT=3', 'repeats by day'],
    ['FREQ=DAILY;BYHOUR=1,2,3;COUNT=3', 'takes the time of day'],
    ['FREQ=MONTHLY;BYDAY=9XX;COUNT=3', 'is not a rule'],
    ['every Monday', 'is not a rule'],
    ['FREQ=DAILY;UNTIL=20200101', 'has no day'],
    ['FREQ=YEARLY;INTERVAL=10000;COUNT=2', 'leaves the years 1 to 9999'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=1', 'is not a rule that can be read'],
  ])('%s %s', (rule, message) => expect(() => seriesStarts(rule, berlin)).toThrow(message));
});
