import type { Sample } from './moments.ts';

/** What a test was planned with: the rate expected of the control, the lift to be noticed, and the people of each variant. */
export interface PlannedInformation {
  baseline: number;
  lift: number;
  peopleAnArm: number;
}

/**
 * How much of what was planned to be known is known, from 0 to 1. Counted in answers (clicks and the like) and not in people: what a
 * comparison of small rates can tell grows with them alone, whether people are still coming in or all have it and some answer late.
 */
export function informationOf(samples: readonly Sample[], { baseline, lift, peopleAnArm }: PlannedInformation): number {
  const planned = peopleAnArm * baseline * (samples.length + (samples.length - 1) * lift);
  const answers = samples.reduce((sum, sample) => sum + answersOf(sample), 0);
  return planned > 0 ? Math.min(1, answers / planned) : 1;
}

/**
 * How many answers a sample is worth: (Σx)² ÷ Σx², the mean squared over the variance of the mean where few answer. Of a rate these are
 * the answers themselves. Of amounts they are as many as there are, or fewer the more the amounts differ, in whatever unit they are
 * counted: one large order among small ones tells little of the next.
 */
function answersOf({ sum, sumSquares }: Sample): number {
  return sum > 0 && sumSquares > 0 ? (sum * sum) / sumSquares : 0;
}
