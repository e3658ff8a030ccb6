import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMinor } from './convert.ts';

describe('an amount in another currency', () => {
  it.each([
    [1_000_000, '1.08', 'EUR', 'USD', 1_080_000],
    [1_000_000, '1.10', 'EUR', 'USD', 1_100_000],
    [-500_000, '1.08', 'EUR', 'USD', -540_000],
    // No decimals on one side, three on the other.
    [15_000, '0.0061', 'JPY', 'EUR', 9150],
    [9150, '163.93', 'EUR', 'JPY', 15_000],
    [100_00, '0.3071', 'USD', 'KWD', 30_710],
    // Half a cent goes away from zero, both ways.
    [1, '0.5', 'USD', 'EUR', 1],
    [-1, '0.5', 'USD', 'EUR', -1],
    [1, '0.4999999999', 'USD', 'EUR', 0],
    [9_007_199_254_740_991, '1', 'USD', 'EUR', 9_007_199_254_740_991],
  ])('%i at %s from %s into %s is %i', (amount, rate, from, into, expected) => {
    expect(convertMinor(amount, rate, { from, into })).toBe(expected);
  });

  it('is never off by more than half a minor unit, and a refund is the mirror of a cost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 9_999_999 }), (amount, rateMicro) => {
        const rate = (rateMicro / 1e4).toFixed(4);
        const pair = { from: 'USD', into: 'EUR' };
        const value = convertMinor(amount, rate, pair);
        expect(Math.abs(value - (amount * rateMicro) / 1e4)).toBeLessThanOrEqual(0.5 + 1e-3);
        expect(convertMinor(-amount, rate, pair) + value).toBe(0);
      }),
    );
  });
});
