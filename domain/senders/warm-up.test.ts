import { expect, it } from 'vitest';
import { warmUpDay, warmUpDays } from './warm-up.ts';

const warmUp = { plan: [50, 100, 250], startedOn: '2026-03-02', startsAt: '09:00' };

it.each([
  // Berlin is an hour ahead of UTC in winter.
  ['2026-03-02T07:59:59Z', { date: '2026-03-01', day: 0, cap: 0, nextAt: '2026-03-02T08:00:00.000Z' }],
  ['2026-03-02T08:00:00Z', { date: '2026-03-02', day: 1, cap: 50, nextAt: '2026-03-03T08:00:00.000Z' }],
  ['2026-03-03T07:00:00Z', { date: '2026-03-02', day: 1, cap: 50, nextAt: '2026-03-03T08:00:00.000Z' }],
  ['2026-03-03T08:00:00Z', { date: '2026-03-03', day: 2, cap: 100, nextAt: '2026-03-04T08:00:00.000Z' }],
  ['2026-03-04T20:00:00Z', { date: '2026-03-04', day: 3, cap: 250, nextAt: '2026-03-05T08:00:00.000Z' }],
  ['2026-03-05T08:00:00Z', { date: '2026-03-05', day: 4, cap: null, nextAt: '2026-03-06T08:00:00.000Z' }],
  // The night in which the clock is put forward is an hour shorter.
  ['2026-03-28T10:00:00Z', { date: '2026-03-28', day: 27, cap: null, nextAt: '2026-03-29T07:00:00.000Z' }],
])('%s in Berlin', (now, day) => {
  expect(warmUpDay(warmUp, 'Europe/Berlin', now)).toEqual(day);
});

it('gives each moment to one day, whatever the zone: days follow each other without a gap', () => {
  for (const zone of ['America/New_York', 'Asia/Kolkata', 'America/Santiago']) {
    let at = '2026-03-01T00:00:00.000Z';
    let last = warmUpDay({ ...warmUp, startsAt: '00:30' }, zone, at);
    for (let turn = 0; turn < 90; turn += 1) {
      at = last.nextAt;
      const before = warmUpDay({ ...warmUp, startsAt: '00:30' }, zone, new Date(Date.parse(at) - 1).toISOString());
      expect(before.nextAt).toBe(at);
      const next = warmUpDay({ ...warmUp, startsAt: '00:30' }, zone, at);
      if (last.day > 0) expect(next.day).toBe(last.day + 1);
      expect(next.nextAt > at).toBe(true);
      last = next;
    }
  }
});

it.each([
  // people, then day, cap and taken, and what comes of it
  [50, [1, 50, 0], { days: 1, first: 50 }],
  [51, [1, 50, 0], { days: 2, first: 50 }],
  [51, [1, 50, 20], { days: 2, first: 30 }],
  [50, [0, 0, 0], { days: 1, first: 50 }],
  [400, [0, 0, 0], { days: 3, first: 50 }],
  [400, [2, 100, 0], { days: 3, first: 100 }],
  // Behind the plan everything goes.
  [10_000, [1, 50, 0], { days: 4, first: 50 }],
  [10_000, [4, null, 0], { days: 1, first: 10_000 }],
] as const)('%i people on a day %j', (people, [day, cap, taken], expected) =>
  expect(warmUpDays(people, { plan: [50, 100, 250], day, cap, taken })).toEqual(expected),
);
