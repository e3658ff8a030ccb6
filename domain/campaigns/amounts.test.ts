import { describe, expect, it } from 'vitest';
import { foreignAmount, keepAmounts, type GivenAmounts } from './amounts.ts';

const euros = { amountMinor: 1_000_000, currency: 'EUR' };

describe('keepAmounts', () => {
  it('keeps minor units, takes away what is null, and leaves alone what is not given', () => {
    expect(keepAmounts({ name: 'Spring', budgetedCost: euros, expectedRevenue: null })).toEqual({
      name: 'Spring',
      budgetedCostMinor: 1_000_000,
      expectedRevenueMinor: null,
    });
    expect(keepAmounts<GivenAmounts & { name: string }>({ name: 'Spring' })).toEqual({ name: 'Spring' });
  });
});

describe('foreignAmount', () => {
  it('names the amount in another currency', () => {
    expect(foreignAmount({ budgetedCost: euros, expectedRevenue: null }, 'EUR')).toBeNull();
    expect(foreignAmount({ budgetedCost: euros, expectedRevenue: { ...euros, currency: 'USD' } }, 'EUR')).toEqual({
      path: 'expectedRevenue.currency',
      message: 'The campaign counts in EUR. Give the amount in it, or give the campaign the currency USD.',
    });
  });
});
