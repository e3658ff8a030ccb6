import { describe, expect, it } from 'vitest';
import { DripDefinition } from './definition.ts';
import { paceOf, restAfter } from './pace.ts';

const minutes = (count: number) => count * 60_000;
const wait = (amount: number, unit: string, key = 'pause') => ({
  key,
  kind: 'wait',
  until: { kind: 'duration', amount, unit },
});
const weekday = { key: 'monday', kind: 'wait', until: { kind: 'weekday', weekdays: [1], at: '09:00' } };
const stepsOf = (...steps: unknown[]) => DripDefinition.parse({ steps }).steps;

describe('the pace of a busy drip', () => {
  it.each([
    ['a wait of a day', [wait(1, 'days')], minutes(90)],
    ['the shorter of two waits', [wait(3, 'days'), wait(2, 'hours', 'short')], minutes(7.5)],
    ['waits of minutes', [wait(5, 'minutes')], minutes(1)],
    ['a wait of nothing beside one of a month', [wait(0, 'days'), wait(30, 'days', 'long')], minutes(90)],
    ['a day of the week', [weekday], minutes(90)],
    ['no wait at all', [], minutes(3.75)],
  ])('goes by %s', (_, steps, expected) => {
    expect(paceOf(stepsOf(...steps))).toBe(expected);
  });
});

describe('the rest after a look', () => {
  const start = Date.parse('2026-06-01T10:00:00.000Z');
  const paceMs = minutes(72);
  /** Looks as soon as each rest is over, `count` times; gives the rests in minutes. */
  function lookAgainAndAgain(count: number, began = start, account: string | null = null) {
    let [now, busyUntil] = [began, account];
    const rests: number[] = [];
    for (let look = 0; look < count; look++) {
      const rest = restAfter({ nowIso: new Date(now).toISOString(), busyUntil, paceMs });
      rests.push((Date.parse(rest.restsUntil) - now) / 60_000);
      [now, busyUntil] = [Date.parse(rest.restsUntil), rest.busyUntil];
    }
    return { rests, now, busyUntil };
  }

  it('is a minute for the first looks and the pace of the drip once they follow each other all the time', () => {
    const { rests } = lookAgainAndAgain(60);
    expect(rests.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 1));
    expect(rests.slice(31)).toEqual(Array.from({ length: 29 }, () => 72));
  });

  it('is a minute again after a quiet time', () => {
    const busy = lookAgainAndAgain(60);
    const later = busy.now + minutes(72 * 10);
    expect(lookAgainAndAgain(10, later, busy.busyUntil).rests).toEqual(Array.from({ length: 10 }, () => 1));
  });
});
