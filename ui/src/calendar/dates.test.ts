import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { toLocalInput } from '../lib/format.ts';
import { daysShown, entriesNamed, momentsOf, movedTo, spanOf, step, thinned, titleOf, typedDates } from './dates.ts';

const berlin = 'Europe/Berlin';
const entry = (startAt: string, endAt: string | null = null) => ({ startAt, endAt, goesOn: false }) as CalendarEntry;

describe('what a view shows', () => {
  it.each([
    ['month', '2026-06-17', '2026-06-01', '2026-07-06', 'June 2026'],
    ['month', '2026-11-01', '2026-10-26', '2026-12-07', 'November 2026'],
    ['week', '2026-06-03', '2026-06-01', '2026-06-08', '1–7 June 2026'],
    ['week', '2026-06-07', '2026-06-01', '2026-06-08', '1–7 June 2026'],
    ['agenda', '2026-06-17', '2026-06-01', '2026-07-01', 'June 2026'],
  ] as const)('%s of %s', (...[view, day, from, to, title]) => {
    expect(daysShown(view, day)).toEqual({ from, to });
    expect(titleOf(view, day)).toBe(title);
  });

  it('goes on and back by one', () => {
    expect(step('month', '2026-01-31', 1)).toBe('2026-02-01');
    expect(step('agenda', '2026-01-15', -1)).toBe('2025-12-01');
    expect(step('week', '2026-12-30', 1)).toBe('2027-01-06');
  });

  it('is asked for by moments of the zone, also where the clocks change in between', () => {
    expect(momentsOf({ from: '2026-10-19', to: '2026-10-26' }, berlin)).toEqual({
      from: '2026-10-18T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    });
  });
});

it('a month is spoken of without the days of others that stand in its weeks', () => {
  const entries = [
    entry('2026-05-31T08:00:00Z'),
    entry('2026-06-10T08:00:00Z'),
    entry('2026-05-20T08:00:00Z', '2026-06-02T08:00:00Z'),
    entry('2026-07-01T08:00:00Z'),
  ];
  for (const view of ['month', 'agenda'] as const)
    expect(entriesNamed(entries, { view, day: '2026-06-17', timeZone: berlin })).toEqual(entries.slice(1, 3));
});

describe('an entry', () => {
  it('lies on the days of the zone', () => {
    expect(spanOf(entry('2026-05-31T22:30:00Z', '2026-06-03T22:00:00Z'), berlin)).toEqual({
      first: '2026-06-01',
      last: '2026-06-03',
    });
    expect(spanOf(entry('2026-06-01T22:30:00Z'), berlin)).toEqual({ first: '2026-06-02', last: '2026-06-02' });
  });

  it('keeps its hour when it is moved over a change of the clocks, and its end moves along', () => {
    const dates = { startAt: '2026-10-20T07:00:00.000Z', endAt: '2026-10-23T16:00:00.000Z' };
    expect(movedTo(dates, { day: '2026-10-27' }, berlin)).toEqual({
      startAt: '2026-10-27T08:00:00.000Z',
      endAt: '2026-10-30T17:00:00.000Z',
    });
    expect(movedTo({ ...dates, endAt: null }, { day: '2026-10-21', time: '11:30' }, berlin)).toEqual({
      startAt: '2026-10-21T09:30:00.000Z',
      endAt: null,
    });
  });

  it('keeps the dates that nobody typed: seconds, and which of two in the hour that a clock shows twice', () => {
    const [campaignStartAt, campaignEndAt] = ['2026-10-24T07:00:31.000Z', '2026-10-25T01:30:00.000Z'];
    const moved = { ...entry(campaignStartAt), campaignStartAt, campaignEndAt } as CalendarEntry;
    const shown = { startAt: toLocalInput(campaignStartAt, berlin), endAt: toLocalInput(campaignEndAt, berlin) };
    expect(typedDates(moved, shown, berlin)).toEqual({ startAt: campaignStartAt, endAt: campaignEndAt });
    expect(typedDates(moved, { startAt: '2026-10-24T10:00', endAt: '' }, berlin)).toEqual({
      startAt: '2026-10-24T08:00:00.000Z',
      endAt: null,
    });
  });

  it('is left out where one of its days is full, and counted there', () => {
    const many = [
      entry('2026-05-01T08:00:00Z', '2026-06-02T08:00:00Z'),
      ...Array.from({ length: 3 }, () => entry('2026-06-02T08:00:00Z')),
      entry('2026-06-01T10:00:00Z', '2026-06-03T10:00:00Z'),
      entry('2026-06-03T08:00:00Z'),
    ];
    const { shown, left } = thinned(many, {
      perDay: 2,
      days: { from: '2026-06-01', to: '2026-06-08' },
      timeZone: berlin,
    });
    expect(shown).toEqual([many[0], many[1], many[5]]);
    expect(Object.fromEntries(left)).toEqual({ '2026-06-01': 1, '2026-06-02': 3, '2026-06-03': 1 });
  });
});
