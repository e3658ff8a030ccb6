import { describe, expect, it } from 'vitest';
import { repeatChoices, ruleOf } from './recurrence.ts';

describe('how a series repeats', () => {
  it('is said with the day it begins on', () => {
    expect(repeatChoices('2026-09-07T09:00').map(({ label }) => label)).toEqual([
      'Every Monday',
      'Every second Monday',
      'Every month on the first Monday',
      'Every month on day 7',
      'By a rule of your own',
    ]);
  });

  it.each([
    ['monthlyWeekday', '2026-09-07T09:00', 'FREQ=MONTHLY;BYDAY=1MO;COUNT=6'],
    ['monthlyWeekday', '2026-09-30T09:00', 'FREQ=MONTHLY;BYDAY=-1WE;COUNT=6'],
    ['monthlyDay', '2026-09-30T09:00', 'FREQ=MONTHLY;BYMONTHDAY=30;COUNT=6'],
    ['weekly', '2026-09-30T00:30', 'FREQ=WEEKLY;BYDAY=WE;COUNT=6'],
    ['biweekly', '2026-09-06T23:30', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=6'],
  ] as const)('%s from %s is %s', (repeat, local, rule) => expect(ruleOf(repeat, local, 6)).toBe(rule));
});
