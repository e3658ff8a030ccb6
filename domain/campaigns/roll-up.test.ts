import { describe, expect, it } from 'vitest';
import { sumAmounts } from './roll-up.ts';

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('sums over a hierarchy', () => {
  it('add up in one currency: 5,000 with 3,000 and 2,000 are 10,000', () => {
    expect(sumAmounts([eur(500_000), eur(300_000), eur(200_000)])).toEqual({
      ...eur(1_000_000),
      byCurrency: [eur(1_000_000)],
    });
  });

  it('are given by currency where there are several, and never as one number', () => {
    const usd = { amountMinor: 100, currency: 'USD' };
    expect(sumAmounts([eur(500), usd, eur(200)])).toEqual({
      amountMinor: null,
      currency: null,
      byCurrency: [eur(700), usd],
    });
  });

  it('are not known where nobody has an amount, which is not 0', () => {
    expect(sumAmounts([])).toEqual({ amountMinor: null, currency: null, byCurrency: [] });
  });
});
