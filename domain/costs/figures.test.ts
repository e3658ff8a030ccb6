import { describe, expect, it } from 'vitest';
import { costPer, overspend, returnOnInvestment, variance } from './figures.ts';

describe('figures of cost', () => {
  it('cost per response: 2,000 ÷ 200 = 10', () => expect(costPer(200_000, 200)).toBe(1000));
  it('cost per lead: 2,000 ÷ 80 = 25', () => expect(costPer(200_000, 80)).toBe(2500));
  it('a cost per nothing is unknown, not 0 and not infinite', () => expect(costPer(200_000, 0)).toBeNull());
  it('variance: 10,000 vs 11,400 → +1,400, +14.0 %', () =>
    expect(variance(1_000_000, 1_140_000)).toEqual({ amountMinor: 140_000, percent: 14 }));
  it('variance below the budget is negative', () =>
    expect(variance(1_000_000, 900_000)).toEqual({ amountMinor: -100_000, percent: -10 }));
  it('variance without a budget has no percentage', () =>
    expect(variance(0, 100)).toEqual({ amountMinor: 100, percent: null }));
  it('ROI: 20,000 on 11,400 → 75.44 %', () => expect(returnOnInvestment(2_000_000, 1_140_000)).toBe(75.44));
  it('ROI after a refund of 5,000 → 31.58 %', () => expect(returnOnInvestment(1_500_000, 1_140_000)).toBe(31.58));
  it('ROI without a cost is unknown', () => expect(returnOnInvestment(2_000_000, 0)).toBeNull());
});

describe('a line that goes over the budget', () => {
  it.each([
    [10_000, 9000, 1000, null],
    [10_000, 9000, 1001, 1],
    [10_000, 11_000, 400, 1400],
    [10_000, 11_000, -500, null],
    [0, 0, 1, 1],
  ])('budget %i, claimed %i, line %i → %s', (budget, claimed, added, expected) => {
    expect(overspend(budget, claimed, added)).toBe(expected);
  });
});
