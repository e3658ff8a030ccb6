import type { ArmAtLook, Decision, NoWinnerReason } from './decision.ts';
import type { MetricKind } from './moments.ts';
import { thompsonWeights } from './thompson.ts';

/** The shares of the variants from a moment on (any unit, in their order; null: even), and how many people had come by then. */
export interface SharesFrom {
  people: number;
  weights: readonly number[] | null;
}

/**
 * How many people each variant should have been given, where shares moved on the way: those who came between two moments by the shares of
 * that time. `total` is how many came until now.
 */
export function expectedPeople(
  moments: readonly SharesFrom[],
  { total, variants }: { total: number; variants: number },
): number[] {
  const expected = Array.from({ length: variants }, () => 0);
  const all = [{ people: 0, weights: null }, ...moments];
  for (const [index, { people, weights }] of all.entries()) {
    const came = Math.max(0, (all[index + 1]?.people ?? total) - people);
    const shares = weights ?? expected.map(() => 1);
    const sum = shares.reduce((whole, share) => whole + share, 0);
    for (const [variant, share] of shares.entries()) expected[variant]! += (came * share) / sum;
  }
  return expected;
}

/** When the shares of a test moved: at those of its looks that gave new ones. */
export function movesOf(
  looks: readonly { arms: readonly { people?: number }[]; weights: readonly number[] | null }[],
): SharesFrom[] {
  return looks.flatMap(({ arms, weights }) =>
    weights ? { weights, people: arms.reduce((sum, { people = 0 }) => sum + people, 0) } : [],
  );
}

/** What stands in the way of moving shares: what was counted cannot be believed, or is too little to go by. */
const guards: readonly NoWinnerReason[] = ['sample_ratio', 'too_few_people', 'too_early'];

/**
 * The shares after a look, in hundredths of a percent: each variant by its chance to be the best, and none below a floor. Null where they
 * stay as they are: the test is over, a guard stands in the way, or what it is decided by is no rate.
 */
export function sharesAfter(arms: readonly ArmAtLook[], decision: Decision, kind: MetricKind): number[] | null {
  if (kind !== 'rate' || decision.kind !== 'wait') return null;
  if (decision.reasons.some((reason) => guards.includes(reason))) return null;
  return thompsonWeights(arms.map(({ sample }) => ({ successes: sample.sum, n: sample.n })));
}
