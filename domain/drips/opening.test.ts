import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inZone, minuteOfDay } from './local-time.ts';
import { isQuiet, mayGo, nextOpening, type SendHours } from './opening.ts';

const hours = (given: Partial<SendHours>): SendHours => ({
  window: null,
  quiet: null,
  zone: 'UTC',
  tenantZone: 'UTC',
  ...given,
});
const overnight = { from: '21:00', to: '08:00' };
const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'person' as const };

describe('the first moment at which a message may go', () => {
  it.each([
    ['it is open', '2026-06-03T10:00:00Z', { quiet: overnight }, '2026-06-03T10:00:00Z'],
    ['quiet hours of the evening', '2026-06-03T21:00:00Z', { quiet: overnight }, '2026-06-04T08:00:00.000Z'],
    ['quiet hours of the morning', '2026-06-03T07:59:00Z', { quiet: overnight }, '2026-06-03T08:00:00.000Z'],
    [
      'quiet in Berlin',
      '2026-06-03T19:30:00Z',
      { quiet: overnight, zone: 'Europe/Berlin' },
      '2026-06-04T06:00:00.000Z',
    ],
    [
      'quiet in Kathmandu',
      '2026-06-03T16:00:00Z',
      { quiet: overnight, zone: 'Asia/Kathmandu' },
      '2026-06-04T02:15:00.000Z',
    ],
    ['a weekend', '2026-06-06T12:00:00Z', { window: office }, '2026-06-08T09:00:00.000Z'],
    ['after hours', '2026-06-03T17:00:00Z', { window: office }, '2026-06-04T09:00:00.000Z'],
    [
      'a window on the tenant’s clock',
      '2026-06-03T06:00:00Z',
      { window: { ...office, zone: 'tenant' as const }, zone: 'America/Sao_Paulo', tenantZone: 'Europe/Berlin' },
      '2026-06-03T07:00:00.000Z',
    ],
    [
      'the night the clock is put forward: 02:30 does not exist, 03:00 is past it',
      '2026-03-29T00:30:00Z',
      { quiet: { from: '22:00', to: '02:30' }, zone: 'Europe/Berlin' },
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'the night the clock is put back: the second 02:15 is quiet again',
      '2026-10-25T01:15:00Z',
      { quiet: { from: '22:00', to: '02:30' }, zone: 'Europe/Berlin' },
      '2026-10-25T01:30:00.000Z',
    ],
  ] satisfies [string, string, Partial<SendHours>, string][])('%s', (_, now, given, expected) => {
    expect(nextOpening(now, hours(given))).toBe(expected);
  });

  it('is never where the quiet hours cover the window', () => {
    const never = { window: { ...office, from: '09:00', to: '10:00' }, quiet: { from: '08:00', to: '11:00' } };
    expect(nextOpening('2026-06-03T10:00:00Z', hours(never))).toBeNull();
  });

  it('is never in quiet hours and never before now, in any zone, at any time of the year', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const edges = [
      '2026-03-29T01:00:00Z',
      '2026-10-25T01:00:00Z',
      '2026-04-04T16:00:00Z',
      '2026-09-26T14:00:00Z',
      '2018-11-04T03:00:00Z',
      '2011-12-30T10:00:00Z',
    ];
    const moment = fc.oneof(
      fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
      fc
        .constantFrom(...edges)
        .chain((edge) => fc.integer({ min: -7200, max: 7200 }).map((by) => Date.parse(edge) + by * 1000)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        moment,
        fc.tuple(time, time).filter(([from, to]) => from !== to),
        (zone, ms, [from, to]) => {
          const now = new Date(ms).toISOString();
          const given = hours({ quiet: { from, to }, zone });
          const at = nextOpening(now, given);
          expect(at).not.toBeNull();
          expect(Date.parse(at!)).toBeGreaterThanOrEqual(ms);
          expect(isQuiet({ from, to }, inZone(at!, zone))).toBe(false);
          expect(mayGo(at!, given)).toBe(true);
          // Not later than it must be: the minute before is quiet, or it is now.
          const before = inZone(new Date(Date.parse(at!) - 60_000).toISOString(), zone);
          expect(
            at === now || isQuiet({ from, to }, before) || minuteOfDay(before) === minuteOfDay(inZone(at!, zone)),
          ).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
