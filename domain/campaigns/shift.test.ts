import { describe, expect, it } from 'vitest';
import { shiftBetween, shiftDay, shiftMoment } from './shift.ts';

const zone = 'Europe/Berlin';

describe('dates moved together', () => {
  it('keep their hour on the clock across a change of the clocks', () => {
    const shift = shiftBetween('2026-10-20T07:00:00Z', '2026-10-27T08:00:00Z', zone);
    expect(shift).toEqual({ timeZone: zone, days: 7, minutes: 0 });
    expect(shiftMoment('2026-10-23T16:00:00Z', shift)).toBe('2026-10-30T17:00:00.000Z');
  });

  it('move by days of the calendar and by what the time of day differs', () => {
    const shift = shiftBetween('2026-06-01T07:00:00Z', '2026-07-03T05:30:00Z', zone);
    expect(shift).toEqual({ timeZone: zone, days: 32, minutes: -90 });
    expect(shiftMoment('2026-06-03T10:00:00Z', shift)).toBe('2026-07-05T08:30:00.000Z');
    expect(shiftDay('2026-05-20', shift)).toBe('2026-06-21');
  });

  it('step over an hour that there is not', () => {
    const shift = { timeZone: zone, days: 1, minutes: 0 };
    expect(shiftMoment('2026-03-28T01:30:00Z', shift)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('do not leave the years that can be kept', () => {
    const shift = { timeZone: zone, days: 1, minutes: 0 };
    const refusal = expect.objectContaining({
      code: 'invalid',
      fields: [expect.objectContaining({ path: 'startAt' })],
    });
    expect(() => shiftMoment('9999-12-31T07:00:00Z', shift)).toThrow(refusal);
    expect(() => shiftDay('9999-12-31', shift)).toThrow(refusal);
    expect(shiftDay('9999-12-30', shift)).toBe('9999-12-31');
  });
});
