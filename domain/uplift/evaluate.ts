/** What was done to people by chance, and what came of it; rows stand in the same order everywhere. */
export interface Trial {
  /** How many actions there are, and which of them each row got. */
  actions: number;
  action: ArrayLike<number>;
  reward: ArrayLike<number>;
  /** How likely each action was, whoever it was for. */
  propensity: readonly number[];
}

/** What a model expects of each action, by action and row: only to make the estimate steadier, it is never believed alone. */
export type Expected = readonly ArrayLike<number>[];

/** What a policy is worth a person, estimated in three ways from rows that it was not learned from; intervals are 95 %. */
export interface PolicyValue {
  ips: number;
  ipsInterval: [low: number, high: number];
  snips: number;
  dr: number;
  drInterval: [low: number, high: number];
  /** As many rows would say as much if all had got what the policy says. */
  effectiveSampleSize: number;
}

/** No row weighs more than a hundred. */
const leastPropensity = 0.01;

/** The doubly robust score of each action for each row: right on average where either the model or the chances are right. */
export function robustScores({ actions, action, reward, propensity }: Trial, expected: Expected): Float64Array[] {
  return Array.from({ length: actions }, (_, of) =>
    Float64Array.from(reward, (value, row) => {
      const weight = action[row] === of ? 1 / Math.max(leastPropensity, propensity[of]!) : 0;
      return expected[of]![row]! + weight * (value - expected[of]![row]!);
    }),
  );
}

/** What it would be worth to do to each row what `policy` says. */
export function policyValue(policy: ArrayLike<number>, trial: Trial, expected: Expected): PolicyValue {
  const scores = robustScores(trial, expected);
  const weights = Float64Array.from(policy, (of, row) =>
    trial.action[row] === of ? 1 / Math.max(leastPropensity, trial.propensity[of]!) : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const ips = meanWithInterval(weights.map((weight, row) => weight * trial.reward[row]!));
  const dr = meanWithInterval(Float64Array.from(policy, (of, row) => scores[of]![row]!));
  return {
    ips: ips.mean,
    ipsInterval: ips.interval,
    snips: total > 0 ? (ips.mean * weights.length) / total : 0,
    dr: dr.mean,
    drInterval: dr.interval,
    effectiveSampleSize: squares > 0 ? (total * total) / squares : 0,
  };
}

/** How much more a policy is worth a person than another one on the same rows, by doubly robust scores. */
export function gainOver(
  policy: ArrayLike<number>,
  other: ArrayLike<number>,
  scores: readonly Float64Array[],
): { mean: number; interval: [low: number, high: number] } {
  return meanWithInterval(Float64Array.from(policy, (of, row) => scores[of]![row]! - scores[other[row]!]![row]!));
}

/** The action that is worth most when everybody gets it. */
export function bestConstant(scores: readonly Float64Array[]): number {
  const means = scores.map((score) => meanWithInterval(score).mean);
  return means.indexOf(Math.max(...means));
}

/** What each person should get: `otherwise`, unless another action is expected to be worth more than `margin` more. */
export function policyOf(expected: Expected, { otherwise, margin }: { otherwise: number; margin: number }): Uint8Array {
  return Uint8Array.from(expected[otherwise]!, (usual, row) => {
    let best = otherwise;
    let most = usual + margin;
    for (const [of, values] of expected.entries()) {
      if (of !== otherwise && values[row]! > most) [best, most] = [of, values[row]!];
    }
    return best;
  });
}

function meanWithInterval(values: Float64Array): { mean: number; interval: [low: number, high: number] } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  const half = 1.96 * Math.sqrt(variance / values.length);
  return { mean, interval: [mean - half, mean + half] };
}
