import { expect, it } from 'vitest';
import type { OpportunityFacts } from './credits.ts';
import { defaultModelSettings } from './model.ts';
import { shiftsOf } from './settings-preview.ts';

const touch = (campaignId: string, day: number) => ({
  ...{ touchId: `${campaignId}${day}`, personId: 'p', campaignId, channel: 'email', source: '' },
  at: `2026-06-${String(day).padStart(2, '0')}T00:00:00.000Z`,
});
const deal: OpportunityFacts = {
  ...{ state: 'won', currency: 'EUR', valueMinor: 300, leadCreatedAt: null, refunds: [] },
  ...{
    openedAt: '2026-06-01T00:00:00.000Z',
    closedAt: '2026-06-20T00:00:00.000Z',
    changedAt: '2026-06-20T00:00:00.000Z',
  },
  touches: [touch('a', 1), touch('b', 8)],
};

it('says what moves between campaigns by the models that are set, and nothing where nothing does', () => {
  const now = defaultModelSettings;
  expect(shiftsOf([deal], { now, then: now })).toEqual([]);
  // A touch a week older weighs half by the half-life of a week: 100 and 200. By one of 365 days nearly as much.
  const slower = shiftsOf([deal], { now, then: { ...now, halfLifeDays: 365 } });
  expect(slower.map(({ model, campaignId, nowMinor }) => [model, campaignId, nowMinor])).toEqual([
    ['time_decay', 'a', 100],
    ['time_decay', 'b', 200],
  ]);
  expect(slower[0]!.thenMinor).toBeGreaterThan(145);
  const first = { first: 100, leadCreation: 0, opportunityCreation: 0, last: 0, rest: 0 };
  const own = shiftsOf([deal, { ...deal, state: 'open' }], { now, then: { ...now, customWeights: first } });
  expect(
    own.filter(({ model }) => model === 'custom').map(({ campaignId, thenMinor }) => [campaignId, thenMinor]),
  ).toEqual(expect.arrayContaining([['a', 300]]));
  expect(own.every(({ model }) => model === 'custom')).toBe(true);
});
