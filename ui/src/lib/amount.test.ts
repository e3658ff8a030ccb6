import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../../domain/money.ts';
import { parseAmount, typedAmount } from './amount.ts';

describe('parseAmount', () => {
  it.each<[string, string, number | null | undefined]>([
    ['', 'EUR', null],
    ['1200', 'EUR', 120_000],
    ['1,200.50', 'EUR', 120_050],
    ['1.200,5', 'EUR', 120_050],
    ["1'200", 'EUR', 120_000],
    ['1,200', 'EUR', 120_000],
    ['0.29', 'EUR', 29],
    ['500', 'JPY', 500],
    ['500.5', 'JPY', undefined],
    ['1.234', 'KWD', 1234],
    ['1,234', 'KWD', 1_234_000],
    ['1,234.567', 'KWD', 1_234_567],
    ['1.234.567', 'KWD', 1_234_567_000],
    ['2.5', 'KWD', 2500],
    ['a lot', 'EUR', undefined],
    ['-3', 'EUR', undefined],
  ])('%s %s → %s', (text, currency, expected) => expect(parseAmount(text, currency)).toBe(expected));
});

it('reads what it writes as the same amount, in every currency', () => {
  const amount = fc.record({
    amountMinor: fc.integer({ min: 0, max: 10_000_000_000 }),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  });
  const isReadBack = (money: Money) => parseAmount(typedAmount(money), money.currency) === money.amountMinor;
  fc.assert(fc.property(amount, isReadBack));
});
