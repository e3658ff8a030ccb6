import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  leadRateMetric,
  noFacts,
  pipelineMetric,
  roiMetric,
  sumOf,
  trendDays,
  type CampaignFacts,
  type SuccessFacts,
} from './success.ts';

const span = { from: '2026-06-01', to: '2026-06-30' };
const facts = (more: Partial<SuccessFacts>): SuccessFacts => ({ ...noFacts, ...more });

/** All of it on one day of the span and one of the span before. */
const playedBy = (campaigns: readonly CampaignFacts[]) => ({
  span,
  campaigns,
  days: [
    { day: '2026-05-02', ...sumOf(campaigns.map(({ before }) => before)) },
    { day: '2026-06-30', ...sumOf(campaigns.map(({ now }) => now)) },
  ],
});
const campaign = (name: string, now: Partial<SuccessFacts>, before: Partial<SuccessFacts> = {}): CampaignFacts => ({
  ...{ campaignId: name, name, now: facts(now), before: facts(before) },
});

describe('the success metrics', () => {
  it('say ROI as in the textbook: 75.44 % for 20,000 on 11,400', () => {
    const metric = roiMetric(playedBy([campaign('a', { revenueMinor: 2_000_000, costMinor: 1_140_000 })]));
    expect(metric.value).toBeCloseTo(0.7544, 4);
    expect(metric).toMatchObject({ before: null, explains: 'value', missing: [] });
    expect(metric.campaigns).toEqual([{ campaignId: 'a', name: 'a', by: metric.value }]);
  });

  it('have no value without what is divided by, and say what is missing', () => {
    expect(roiMetric(playedBy([campaign('a', { revenueMinor: 5 })]))).toMatchObject({
      value: null,
      missing: ['Nothing was spent on these days, so there is nothing to divide by.'],
      campaigns: [],
    });
    const idle = roiMetric(playedBy([campaign('a', {})]));
    expect(idle.missing).toEqual(['Nothing was spent on these days.']);
    const unrated = campaign('a', { revenueMinor: 5, costMinor: 3, costsWithoutRate: 1 });
    expect(roiMetric(playedBy([unrated])).missing).toEqual([
      'A cost has no exchange rate, so that what was spent is not known.',
    ]);
    expect(leadRateMetric(playedBy([campaign('a', { leads: 2 })]))).toMatchObject({
      value: null,
      missing: ['Nobody came to a campaign on these days.'],
      campaigns: [],
    });
    expect(leadRateMetric(playedBy([campaign('a', { leads: 2, members: 8 })])).missing).toEqual([]);
  });

  it('are explained by campaigns whose contributions add up to the difference', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const some = fc.record({ revenueMinor: amount, costMinor: amount, leads: amount, members: amount });
    fc.assert(
      fc.property(fc.array(fc.tuple(some, some), { minLength: 1, maxLength: 8 }), (made) => {
        const campaigns = made.map(([now, before], at) => campaign(`c${at}`, now, before));
        for (const metric of [roiMetric(playedBy(campaigns)), leadRateMetric(playedBy(campaigns))]) {
          if (metric.value === null) continue;
          const sum = metric.campaigns.reduce((all, { by }) => all + by, metric.others.by);
          const difference = metric.value - (metric.before ?? 0);
          expect(Math.abs(sum - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(difference)));
        }
      }),
    );
  });

  it('name a campaign that cost more and brought nothing as what lowered it', () => {
    const metric = roiMetric(
      playedBy([
        campaign('steady', { revenueMinor: 300, costMinor: 100 }, { revenueMinor: 300, costMinor: 100 }),
        campaign('dear', { costMinor: 100 }),
      ]),
    );
    expect([metric.value, metric.before]).toEqual([0.5, 2]);
    expect(metric.campaigns).toEqual([{ campaignId: 'dear', name: 'dear', by: -1.5 }]);
  });

  it('have a trend that begins with the span before and ends with this one', () => {
    const days = trendDays(span);
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-05-31', '2026-06-30', 13]);
    const metric = leadRateMetric(playedBy([campaign('a', { leads: 30, members: 100 }, { leads: 10, members: 100 })]));
    expect(metric.trend[0]).toEqual({ day: '2026-05-31', value: 0.1 });
    expect(metric.trend.at(-1)).toEqual({ day: '2026-06-30', value: 0.3 });
  });

  it('count as many days as the span has, its first and its last among them', () => {
    const day = (day: string, leads: number) => ({ day, ...facts({ leads, members: 100 }) });
    // 30 days: 31 May is the last of the span before, 1 and 30 June are in it. (7 + 20) of 200, before it 40 of 100.
    const days = [day('2026-05-31', 40), day('2026-06-01', 7), day('2026-06-30', 20)];
    const metric = leadRateMetric({ span, days, campaigns: [] });
    expect([metric.value, metric.before]).toEqual([0.135, 0.4]);
    expect(metric.explains).toBe('change');
  });

  it('name three campaigns and add the others up', () => {
    const made = [5, -9, 2, 1, 7].map((by, at) => ({
      ...{ campaignId: `c${at}`, name: `c${at}`, nowMinor: by + 3, beforeMinor: 3 },
    }));
    const trend = [
      { day: '2026-05-31', valueMinor: 4 },
      { day: '2026-06-15', valueMinor: 9 },
      { day: '2026-06-30', valueMinor: 10 },
    ];
    const metric = pipelineMetric({ trend, campaigns: made, hasOpportunities: true });
    expect(metric).toMatchObject({ value: 10, before: 4, missing: [], others: { campaigns: 2, by: 3 } });
    expect(metric.campaigns.map(({ by }) => by)).toEqual([-9, 7, 5]);
    expect(pipelineMetric({ trend, campaigns: [], hasOpportunities: false })).toMatchObject({
      value: null,
      before: null,
      missing: ['No opportunity has come in yet.'],
    });
  });
});
