import type { ArmAtLook, DecisionRules } from './decision.ts';
import type { ExperimentMetric } from './experiment.ts';
import { expectedPeople, type SharesFrom } from './moving-shares.ts';
import { rateSample, type MetricKind, type Sample } from './moments.ts';

/** The counts of those who got one variant; a null `variantId` means the rest. */
export interface CountedVariant {
  variantId: string | null;
  /** How many were assigned to it when the audience was divided, including those who have been left out since; for the rest, without those. */
  people: number;
  sent: number;
  delivered: number;
  opens: number;
  clicks: number;
  machineClicks: number;
  replies: number;
  unsubscribes: number;
  complaints: number;
  bounces: number;
  /** The revenue that they brought, if the test is decided by it. */
  brought: Brought | null;
}

/** What people brought, and how many of them brought anything. */
export interface Brought extends Sample {
  buyers: number;
}

/** Nobody yet. */
export const nobody: Omit<CountedVariant, 'variantId'> = {
  people: 0,
  sent: 0,
  delivered: 0,
  opens: 0,
  clicks: 0,
  machineClicks: 0,
  replies: 0,
  unsubscribes: 0,
  complaints: 0,
  bounces: 0,
  brought: null,
};

/** Whether a metric is a rate or an amount. */
export const kindOf = (metric: ExperimentMetric): MetricKind => (metric === 'revenue' ? 'mean' : 'rate');

/** A variant by the metric of the test: how many of the people reached did it. */
export function sampleOf(metric: ExperimentMetric, counted: Omit<CountedVariant, 'variantId'>): Sample {
  switch (metric) {
    case 'clicks':
    case 'opens':
    case 'replies':
      // Somebody may click and bounce later: the successes are never more than the people.
      return rateSample(Math.min(counted[metric], counted.delivered), counted.delivered);
    case 'conversions':
    case 'revenue':
      return counted.brought ?? { n: 0, sum: 0, sumSquares: 0 };
  }
}

/** The variants of a test as a look takes them, in the order of `ids`; `moments` are those at which their shares moved, none where they are even. */
export function armsOf(
  metric: ExperimentMetric,
  ids: readonly string[],
  { counted, moments = [] }: { counted: readonly CountedVariant[]; moments?: readonly SharesFrom[] },
): ArmAtLook[] {
  const found = ids.map((id) => counted.find(({ variantId }) => variantId === id) ?? nobody);
  const total = found.reduce((sum, { people }) => sum + people, 0);
  const expected = expectedPeople(moments, { total, variants: ids.length });
  return ids.map((id, index) => {
    const own = found[index]!;
    return {
      id,
      people: own.people,
      weight: moments.length === 0 ? 1 : expected[index]!,
      sample: sampleOf(metric, own),
    };
  });
}

/** Of all variants and looks of a test together: how often one is named the winner that is not better. */
export const testAlpha = 0.05;

/** The chance to notice a difference that is there. */
export const testPower = 0.8;

/** By what a test is decided. */
export const rulesOf = (test: { metric: ExperimentMetric; minimumPeople: number }): DecisionRules => ({
  kind: kindOf(test.metric),
  alpha: testAlpha,
  minimumPeople: test.minimumPeople,
});
