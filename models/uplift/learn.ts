import { bestConstant, gainOver, policyOf, robustScores, type Trial } from '../../domain/uplift/evaluate.ts';
import { boost, type BoostSettings } from '../boosting/boost.ts';
import { pickRows, type Feature, type Table } from '../boosting/feature.ts';
import { marginsOf } from '../boosting/tree.ts';

/** A trial with what was known of each row before. */
export interface KnownTrial {
  table: Table;
  trial: Trial;
}

/** A policy learned from a trial: what the model expects of rows, and what each of them should get. */
export interface LearnedPolicy {
  /** How much more another action must promise than the usual one; infinite where none proved to be worth it. */
  margin: number;
  expect: (table: Table) => Float64Array[];
  choose: (expected: readonly Float64Array[]) => Uint8Array;
}

const settings: Omit<BoostSettings, 'seed'> = {
  rounds: 60,
  rate: 0.1,
  leaves: 6,
  depth: 4,
  minLeafRows: 50,
  minGain: 0,
  lambda: 20,
  categoryLambda: 20,
  categorySmoothing: 20,
  rowShare: 0.7,
  featureShare: 0.6,
  patience: 30,
};

const folds = 3;
const margins = [0, 0.01, 0.02, 0.04, 0.08];

/**
 * Learns who should get which action: trees for each action say what it is expected to be worth, and how much more another action than
 * the best for all must promise is chosen by rows that the trees did not see. Where no margin is better there beyond chance, everybody
 * gets the same: picking the highest expectation alone picks noise.
 */
export function learnPolicy(features: readonly Feature[], { table, trial }: KnownTrial, seed: number): LearnedPolicy {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const unseen = Array.from({ length: trial.actions }, () => new Float64Array(table.rows));
  for (let fold = 0; fold < folds; fold++) {
    const others = rows.filter((row) => row % folds !== fold);
    const own = rows.filter((row) => row % folds === fold);
    const expected = train(features, part({ table, trial }, others), seed + fold)(pickRows(table, own));
    for (const [of, values] of expected.entries()) own.forEach((row, at) => (unseen[of]![row] = values[at]!));
  }
  const scores = robustScores(trial, unseen);
  const otherwise = bestConstant(scores);
  const constant = new Uint8Array(table.rows).fill(otherwise);
  let best = { margin: Infinity, gain: 0 };
  for (const margin of margins) {
    const gain = gainOver(policyOf(unseen, { otherwise, margin }), constant, scores);
    if (gain.interval[0] > 0 && gain.mean > best.gain) best = { margin, gain: gain.mean };
  }
  return {
    margin: best.margin,
    expect: train(features, { table, trial }, seed + folds),
    choose: (expected) => policyOf(expected, { otherwise, margin: best.margin }),
  };
}

function train(features: readonly Feature[], { table, trial }: KnownTrial, seed: number): LearnedPolicy['expect'] {
  const ensembles = Array.from({ length: trial.actions }, (_, of) => {
    const rows = Array.from(trial.action, (_, row) => row).filter((row) => trial.action[row] === of);
    const outcomes = Uint8Array.from(rows, (row) => trial.reward[row]!);
    return boost(features, { table: pickRows(table, rows), outcomes }, { settings: { ...settings, seed } });
  });
  return (asked) =>
    ensembles.map((ensemble) => marginsOf(ensemble, asked).map((margin) => 1 / (1 + Math.exp(-margin))));
}

function part({ table, trial }: KnownTrial, rows: readonly number[]): KnownTrial {
  const pick = (values: ArrayLike<number>) => rows.map((row) => values[row]!);
  return { table: pickRows(table, rows), trial: { ...trial, action: pick(trial.action), reward: pick(trial.reward) } };
}
