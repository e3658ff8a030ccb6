/** One decision with what came of it, and what a policy would have done. Actions are numbered. */
export interface LoggedRow {
  /** What was done, and how likely that was. */
  action: number;
  probability: number;
  /** The outcome, in a unit that is the same for all rows. */
  reward: number;
}

/** What a policy does with a row: how likely each action is with it. */
export type RowPolicy = (row: number) => ArrayLike<number>;

/** What a model expects of each action in a row: only to make the estimate steadier, it is never believed alone. */
export type RowExpected = (row: number) => ArrayLike<number>;

/** An estimate with its 95 % interval. */
export interface Estimate {
  mean: number;
  interval: [low: number, high: number];
}

/** What a policy is worth a decision, in three ways, from decisions that were taken by another one. */
export interface OffPolicyValue {
  ips: Estimate;
  snips: Estimate;
  dr: Estimate;
  /** As many rows would say as much if all of them had got what the policy says. */
  effectiveSampleSize: number;
}

/** No row weighs more than a hundred. */
const leastPropensity = 0.01;

/** What it would have been worth to act by `policy`. */
export function offPolicyValue(rows: readonly LoggedRow[], policy: RowPolicy, expected: RowExpected): OffPolicyValue {
  const weights = weightsOf(rows, policy);
  const total = sum(weights);
  const squares = sum(weights.map((weight) => weight * weight));
  const ips = estimate(weights.map((weight, at) => weight * rows[at]!.reward));
  const own = total > 0 ? sum(weights.map((weight, at) => weight * rows[at]!.reward)) / total : 0;
  // The ratio's error by the delta method.
  const spread = Math.sqrt(sum(weights.map((weight, at) => (weight * (rows[at]!.reward - own)) ** 2)));
  const half = total > 0 ? (1.96 * spread) / total : 0;
  return {
    ips,
    snips: { mean: own, interval: [own - half, own + half] },
    dr: estimate(robustOf(rows, policy, expected)),
    effectiveSampleSize: squares > 0 ? (total * total) / squares : 0,
  };
}

/** How much more a decision by one policy is worth than by another one, on the same rows. */
export function offPolicyGain(
  rows: readonly LoggedRow[],
  { policy, other, expected }: { policy: RowPolicy; other: RowPolicy; expected: RowExpected },
): Estimate {
  const of = robustOf(rows, other, expected);
  return estimate(robustOf(rows, policy, expected).map((value, at) => value - of[at]!));
}

function robustOf(rows: readonly LoggedRow[], policy: RowPolicy, expected: RowExpected): number[] {
  const weights = weightsOf(rows, policy);
  return rows.map(({ action, reward }, at) => {
    const [shares, values] = [policy(at), expected(at)];
    let direct = 0;
    for (let of = 0; of < values.length; of++) direct += shares[of]! * values[of]!;
    return direct + weights[at]! * (reward - values[action]!);
  });
}

const weightsOf = (rows: readonly LoggedRow[], policy: RowPolicy): number[] =>
  rows.map(({ action, probability }, at) => policy(at)[action]! / Math.max(leastPropensity, probability));

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function estimate(values: readonly number[]): Estimate {
  const mean = sum(values) / Math.max(1, values.length);
  const variance = sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length - 1);
  const half = 1.96 * Math.sqrt(variance / Math.max(1, values.length));
  return { mean, interval: [mean - half, mean + half] };
}
