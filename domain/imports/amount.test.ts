import { describe, expect, it } from 'vitest';
import { guessDecimals, readAmount } from './amount.ts';

describe('an amount in a cell', () => {
  it.each([
    ['12000', 'point', 1_200_000, 'EUR'],
    ['12,000.50', 'point', 1_200_050, 'EUR'],
    ['12.000,50', 'comma', 1_200_050, 'EUR'],
    ['12000.005', 'point', 1_200_001, 'EUR'],
    ['1234.567', 'point', 123_457, 'EUR'],
    ['USD 1,000', 'point', 100_000, 'USD'],
    ['1 000 £', 'point', 100_000, 'GBP'],
    ['$5', 'point', 500, 'EUR'],
    ['JPY 1,200', 'point', 1_200, 'JPY'],
    ['0.', 'point', 0, 'EUR'],
    ['90071992547409.91', 'point', 9_007_199_254_740_991, 'EUR'],
  ] as const)('%j with a %s is %d %s', (text, decimals, amountMinor, currency) =>
    expect(readAmount(text, 'EUR', decimals)).toEqual({ amountMinor, currency }),
  );

  it.each([
    ['-5', 'is less than nothing'],
    ['(5.00)', 'is less than nothing'],
    ['1,2,3', 'is not an amount'],
    ['12.000,50', 'is not an amount'],
    ['much', 'is not an amount'],
    ['XQX 5', 'is in XQX, which is no currency'],
    ['90071992547409.92', 'is too large'],
  ])('%j %s', (text, problem) => expect(readAmount(text, 'EUR', 'point')).toEqual({ problem }));

  it.each([
    [['1,200.50', '3'], 'point'],
    [['1.200,50'], 'comma'],
    [['99,5'], 'comma'],
    [['1,200'], 'point'],
    [['1.200.000'], 'comma'],
    [[], 'point'],
  ] as const)('%j are written with a %s', (values, decimals) => expect(guessDecimals(values)).toBe(decimals));
});
