import type { ArmAtLook, DecisionRules } from './decision.ts';
import type { ExperimentMetric } from './experiment.ts';
import { rateSample, type MetricKind, type Sample } from './moments.ts';

/** What is known of those who got one variant; `variantId` null: of the rest. */
export interface CountedVariant {
  variantId: string | null;
  /** Who was given it as the audience was divided, those who were left out since among them; of the rest without those. */
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
  /** What they brought, where the test is about that. */
  brought: Sample | null;
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

/** A variant by what the test is decided by: those who did it of those who were reached. */
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

/** The variants of a test as a look takes them, in the order of `ids`; all are planned to have the same share. */
export function armsOf(
  metric: ExperimentMetric,
  ids: readonly string[],
  counted: readonly CountedVariant[],
): ArmAtLook[] {
  return ids.map((id) => {
    const found = counted.find(({ variantId }) => variantId === id) ?? nobody;
    return { id, people: found.people, weight: 1, sample: sampleOf(metric, found) };
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
