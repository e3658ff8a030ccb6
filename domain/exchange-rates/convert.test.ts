import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMinor } from './convert.ts';

describe('an amount in another currency', () => {
  it.each([
    ['1000000 EUR', '1.08', 'USD', 1_080_000],
    ['1000000 EUR', '1.10', 'USD', 1_100_000],
    ['-500000 EUR', '1.08', 'USD', -540_000],
    // No decimals on one side, three on the other.
    ['15000 JPY', '0.0061', 'EUR', 9150],
    ['9150 EUR', '163.93', 'JPY', 15_000],
    ['10000 USD', '0.3071', 'KWD', 30_710],
    // Half a cent goes away from zero, both ways.
    ['1 USD', '0.5', 'EUR', 1],
    ['-1 USD', '0.5', 'EUR', -1],
    ['1 USD', '0.4999999999', 'EUR', 0],
    ['9007199254740991 USD', '1', 'EUR', 9_007_199_254_740_991],
  ])('%s at %s in %s is %i', (given, rate, into, expected) => {
    const [amount, from = ''] = given.split(' ');
    expect(convertMinor(Number(amount), rate, { from, into })).toBe(expected);
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
