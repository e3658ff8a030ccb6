import { describe, expect, it } from 'vitest';
import { departuresOf, earliestStart, LocalStart, startIn } from './local-start.ts';

const tenantZone = 'Europe/Berlin';
const ask = (localStart: string, nowIso: string) => ({ localStart, nowIso, tenantZone });
const before = '2026-06-02T12:00:00.000Z';

describe('a start at an hour of each person’s own clock', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-06-02T19:00:00.000Z'],
    ['Asia/Kathmandu', '2026-06-03T03:15:00.000Z'],
    ['Europe/Berlin', '2026-06-03T07:00:00.000Z'],
    ['America/New_York', '2026-06-03T13:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-06-03T20:00:00.000Z'],
    [null, '2026-06-03T07:00:00.000Z'],
    ['Moon/Base', '2026-06-03T07:00:00.000Z'],
  ])('is at %s: %s', (zone, at) => expect(startIn(zone, ask('2026-06-03T09:00', before))).toBe(at));

  it('goes at once where the hour has passed already', () => {
    const now = '2026-06-03T05:00:00.000Z';
    expect(startIn('Asia/Tokyo', ask('2026-06-03T09:00', now))).toBe(now);
    expect(startIn('Europe/Berlin', ask('2026-06-03T09:00', now))).toBe('2026-06-03T07:00:00.000Z');
  });

  it('is at the change where the clock is put forward over the hour', () => {
    const input = ask('2026-03-29T02:30', '2026-03-28T12:00:00.000Z');
    expect(startIn('Europe/Berlin', input)).toBe('2026-03-29T01:00:00.000Z');
    expect(startIn('Europe/London', input)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is the first of two where the clock is put back over it, or the one that is still ahead', () => {
    expect(startIn('Europe/Berlin', ask('2026-10-25T02:30', '2026-10-24T12:00:00.000Z'))).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(startIn('Europe/Berlin', ask('2026-10-25T02:30', '2026-10-25T00:45:00.000Z'))).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  it('lets zones go together whose clocks agree at that moment, in summer as in winter', () => {
    const zones = [
      { timeZone: 'Europe/Berlin', people: 10 },
      { timeZone: 'Europe/Paris', people: 30 },
      { timeZone: 'Africa/Algiers', people: 4 },
      { timeZone: 'Africa/Johannesburg', people: 2 },
      { timeZone: null, people: 5 },
    ];
    expect(departuresOf(zones, ask('2026-06-03T09:00', before))).toEqual([
      { at: '2026-06-03T07:00:00.000Z', zones: ['Europe/Paris', 'Europe/Berlin', 'Africa/Johannesburg'], people: 47 },
      { at: '2026-06-03T08:00:00.000Z', zones: ['Africa/Algiers'], people: 4 },
    ]);
    expect(departuresOf(zones, ask('2026-12-03T09:00', before)).map(({ zones: names }) => names)).toEqual([
      ['Africa/Johannesburg'],
      ['Europe/Paris', 'Europe/Berlin', 'Africa/Algiers'],
    ]);
  });

  it('is read from a day that there is and an hour, and has a first moment anywhere', () => {
    expect(LocalStart.safeParse('2026-06-03T09:00').success).toBe(true);
    for (const wrong of ['2026-06-03', '2026-02-30T09:00', '2026-06-03T24:00', '2026-06-03T09:00Z'])
      expect(LocalStart.safeParse(wrong).error?.issues).toHaveLength(1);
    // In the west 9999-12-31T23:00 is in the year 10000, which as a text comes before now: it went at once.
    for (const far of ['9999-12-31T23:00', '2200-01-01T00:00', '1999-12-31T23:59', '0000-01-01T09:00'])
      expect(LocalStart.safeParse(far).success).toBe(false);
    expect(LocalStart.safeParse('2199-12-31T23:59').success).toBe(true);
    expect(earliestStart('2026-06-03T09:00')).toBe('2026-06-02T19:00:00.000Z');
  });
});
