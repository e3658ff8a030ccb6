import { describe, expect, it } from 'vitest';
import { nextDelivery, ReportRhythm } from './schedule.ts';

const berlin = (rhythm: object, afterIso: string) =>
  nextDelivery(ReportRhythm.parse(rhythm), { zone: 'Europe/Berlin', afterIso });

describe('when a report goes out', () => {
  it.each([
    [{ every: 'day', at: '08:00' }, '2026-11-26T06:59:59Z', '2026-11-26T07:00:00.000Z'],
    [{ every: 'day', at: '08:00' }, '2026-11-26T07:00:00Z', '2026-11-27T07:00:00.000Z'],
    [{ every: 'week', weekday: 1, at: '08:00' }, '2026-11-26T12:00:00Z', '2026-11-30T07:00:00.000Z'],
    [{ every: 'month', dayOfMonth: 1, at: '06:30' }, '2026-11-26T12:00:00Z', '2026-12-01T05:30:00.000Z'],
    // The clock goes from 02:00 to 03:00: at the moment of the change.
    [{ every: 'day', at: '02:30' }, '2027-03-27T12:00:00Z', '2027-03-28T01:00:00.000Z'],
    // 02:30 comes twice: once, the first time.
    [{ every: 'day', at: '02:30' }, '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    [{ every: 'day', at: '02:30' }, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ])('%o after %s is %s', (rhythm, after, next) => expect(berlin(rhythm, after)).toBe(next));

  it('is on a day that every month has', () => {
    expect(ReportRhythm.safeParse({ every: 'month', dayOfMonth: 31, at: '08:00' }).success).toBe(false);
  });
});
