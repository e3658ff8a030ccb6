import { describe, expect, it } from 'vitest';
import { waitIsOver, type WaitContext } from './wait.ts';
import type { WaitUntil } from './steps.ts';

const context = (given: Partial<WaitContext>): WaitContext => ({
  sinceIso: '2026-06-03T10:00:00.000Z',
  zone: 'Europe/Berlin',
  holidays: new Set(),
  date: null,
  ...given,
});
const days = (amount: number): WaitUntil => ({ kind: 'duration', amount, unit: 'days' });
const businessDays = (amount: number): WaitUntil => ({ kind: 'duration', amount, unit: 'businessDays' });

describe('when a wait is over', () => {
  it.each([
    ['minutes', { kind: 'duration', amount: 90, unit: 'minutes' }, {}, '2026-06-03T11:30:00.000Z'],
    [
      'hours over a change of the clock',
      { kind: 'duration', amount: 24, unit: 'hours' },
      { sinceIso: '2026-03-28T11:00:00Z' },
      '2026-03-29T11:00:00.000Z',
    ],
    ['days keep the time of day in spring', days(1), { sinceIso: '2026-03-28T11:00:00Z' }, '2026-03-29T10:00:00.000Z'],
    ['days keep the time of day in autumn', days(1), { sinceIso: '2026-10-24T10:00:00Z' }, '2026-10-25T11:00:00.000Z'],
    ['days in Kathmandu', days(7), { zone: 'Asia/Kathmandu' }, '2026-06-10T10:00:00.000Z'],
    ['days in Apia', days(1), { zone: 'Pacific/Apia', sinceIso: '2026-03-28T12:00:00Z' }, '2026-03-29T12:00:00.000Z'],
    [
      'days in São Paulo',
      days(1),
      { zone: 'America/Sao_Paulo', sinceIso: '2026-10-24T12:00:00Z' },
      '2026-10-25T12:00:00.000Z',
    ],
    [
      'three business days over a weekend',
      businessDays(3),
      { sinceIso: '2026-06-04T10:00:00Z' },
      '2026-06-09T10:00:00.000Z',
    ],
    [
      'and over a holiday',
      businessDays(3),
      { sinceIso: '2026-06-04T10:00:00Z', holidays: new Set(['2026-06-08']) },
      '2026-06-10T10:00:00.000Z',
    ],
    [
      'no business day on a Sunday is Monday',
      businessDays(0),
      { sinceIso: '2026-06-07T10:00:00Z' },
      '2026-06-08T10:00:00.000Z',
    ],
    [
      'business days keep a time of day that is left out on the way',
      businessDays(2),
      { sinceIso: '2027-03-26T01:30:00Z' },
      '2027-03-30T00:30:00.000Z',
    ],
    ['next Tuesday at nine', { kind: 'weekday', weekdays: [2], at: '09:00' }, {}, '2026-06-09T07:00:00.000Z'],
    [
      'today, where the time is still ahead',
      { kind: 'weekday', weekdays: [3], at: '15:00' },
      {},
      '2026-06-03T13:00:00.000Z',
    ],
    [
      'a week later, where it has passed',
      { kind: 'weekday', weekdays: [3], at: '12:00' },
      {},
      '2026-06-10T10:00:00.000Z',
    ],
    [
      'a weekday in the hour that is left out',
      { kind: 'weekday', weekdays: [7], at: '02:30' },
      { sinceIso: '2026-03-28T11:00:00Z' },
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'three days before a renewal',
      { kind: 'dateField', attribute: 'renewal', offsetDays: -3, at: '09:00', otherwise: 'goOn' },
      { date: '2026-06-30' },
      '2026-06-27T07:00:00.000Z',
    ],
    [
      'a date that has passed',
      { kind: 'dateField', attribute: 'renewal', offsetDays: 0, at: '09:00', otherwise: 'goOn' },
      { date: '2026-06-01' },
      null,
    ],
    [
      'no date at all',
      { kind: 'dateField', attribute: 'renewal', offsetDays: 0, at: '09:00', otherwise: 'exit' },
      {},
      null,
    ],
  ] satisfies [string, WaitUntil, Partial<WaitContext>, string | null][])('%s', (_, until, given, expected) => {
    expect(waitIsOver(until, context(given))).toBe(expected);
  });
});
