import { expect, it } from 'vitest';
import { noReturn } from '../roi/words.ts';
import { earnedCells } from './earned-cells.ts';

it('says of each campaign of the list what it earned, to the cent where one of them is', () => {
  const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
  const campaign = (campaignId: string, amountMinor: number, roiPercent: number | null) => ({
    ...{ ...noReturn('EUR'), campaignId, name: campaignId, revenue: eur(amountMinor), roiPercent },
    ...{ leads: 1200, opportunities: 2 },
  });
  expect(earnedCells({ campaigns: [campaign('a', 2_000_000, 75.44), campaign('b', 50, null)] })).toEqual({
    a: { earned: '€20,000.00', roi: '+75.44\u00a0%', leads: '1,200', opportunities: '2' },
    b: { earned: '€0.50', roi: 'n/a', leads: '1,200', opportunities: '2' },
  });
  expect(earnedCells({ campaigns: [campaign('a', 2_000_000, -100)] }).a).toMatchObject({ earned: '€20,000' });
});
