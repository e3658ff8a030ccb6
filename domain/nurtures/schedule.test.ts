import { describe, expect, it } from 'vitest';
import { CastSchedule, isCast, nextCast } from './schedule.ts';

const berlin = (at: string, weekdays = [1, 2, 3, 4, 5, 6, 7]) =>
  CastSchedule.parse({ weekdays, at, zone: 'Europe/Berlin' });

describe('the next cast', () => {
  it.each([
    ['later on the same day', '2026-06-02T06:00:00Z', '2026-06-02T07:00:00.000Z'],
    ['not at the moment of a cast itself', '2026-06-02T07:00:00Z', '2026-06-04T07:00:00.000Z'],
    ['on the next of its days', '2026-06-03T00:00:00Z', '2026-06-04T07:00:00.000Z'],
    ['in the week after', '2026-06-04T08:00:00Z', '2026-06-09T07:00:00.000Z'],
    ['on the clock of the zone, also in winter', '2026-12-01T00:00:00Z', '2026-12-01T08:00:00.000Z'],
  ])('is %s', (_, after, cast) => {
    expect(nextCast(berlin('09:00', [2, 4]), after)).toBe(cast);
  });

  it('is told from a moment that is none', () => {
    expect(isCast(berlin('09:00', [2]), '2026-06-02T07:00:00.000Z')).toBe(true);
    expect(isCast(berlin('09:00', [3]), '2026-06-02T07:00:00.000Z')).toBe(false);
    expect(isCast(berlin('09:30', [2]), '2026-06-02T07:00:00.000Z')).toBe(false);
  });

  it('is at the change where the clock is put forward over its time', () => {
    expect(nextCast(berlin('02:30'), '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(nextCast(berlin('02:30'), '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  it('comes once where the clock is put back over its time', () => {
    expect(nextCast(berlin('02:30'), '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(nextCast(berlin('02:30'), '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });
});
