import { expect, it } from 'vitest';
import { othersEarned } from './earned-words.ts';

it('says what the campaigns earned that are not named', () => {
  const others = { campaigns: 1, revenueMinor: 3_120_000, costMinor: 0, costsWithoutRate: 0, roi: null, leads: 0 };
  expect(othersEarned({ others }, 'EUR')).toBe('1 other campaign earned €31,200 on €0 spent.');
  expect(othersEarned({ others: { ...others, campaigns: 4, costMinor: 5 } }, 'EUR')).toBe(
    '4 other campaigns earned €31,200 on €0.05 spent.',
  );
});
