import fc from 'fast-check';
import { expect, it } from 'vitest';
import { earnedByCampaigns } from './earned.ts';
import { noFacts, roiMetric, sumOf, type SuccessFacts } from './success.ts';

const played = (campaignId: string, now: Partial<SuccessFacts>) => ({
  ...{ campaignId, name: campaignId, now: { ...noFacts, ...now } },
});

it('says what each campaign earned, the most first: 75.44 % for 20,000 on 11,400', () => {
  const { campaigns, others } = earnedByCampaigns([
    played('dear', { costMinor: 500 }),
    played('still', { members: 9 }),
    played('won', { revenueMinor: 2_000_000, costMinor: 1_140_000, leads: 3 }),
    played('free', { revenueMinor: 100 }),
    played('abroad', { revenueMinor: 50, costMinor: 5, costsWithoutRate: 1 }),
  ]);
  expect(campaigns.map(({ name, roi }) => [name, roi === null ? null : Math.round(roi * 10_000) / 100])).toEqual([
    ['won', 75.44],
    ['free', null],
    ['abroad', null],
    ['dear', -100],
  ]);
  expect(campaigns[0]).toMatchObject({ revenueMinor: 2_000_000, costMinor: 1_140_000, leads: 3 });
  expect(others).toMatchObject({ campaigns: 0, revenueMinor: 0, roi: null });
});

it('adds up to what the ROI of all is made from, however many there are', () => {
  const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const cost = fc.integer({ min: 0, max: 1_000_000 });
  const some = fc.record({ revenueMinor: amount, costMinor: cost, leads: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (made) => {
      const facts = made.map((now, at) => played(`c${at}`, now));
      const { campaigns, others } = earnedByCampaigns(facts);
      const all = sumOf(facts.map(({ now }) => now));
      for (const key of ['revenueMinor', 'costMinor', 'leads'] as const)
        expect(campaigns.reduce((sum, one) => sum + one[key], others[key])).toBe(all[key]);
      const span = { from: '2026-06-01', to: '2026-06-30' };
      const { value } = roiMetric({ span, days: [{ day: '2026-06-30', ...all }], campaigns: [] });
      const [earned, spent] = [...campaigns, others].reduce(
        ([earned, spent], one) => [earned + one.revenueMinor, spent + one.costMinor],
        [0, 0],
      );
      expect(value).toBe(spent > 0 ? (earned - spent) / spent : null);
      expect(campaigns.length).toBeLessThanOrEqual(6);
    }),
  );
});
