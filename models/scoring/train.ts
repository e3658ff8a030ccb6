import { calibrate, fitCalibration, levelled } from '../../domain/scoring/calibration.ts';
import { boost, type BoostSettings, type Labelled } from '../boosting/boost.ts';
import { pickRows, type Feature } from '../boosting/feature.ts';
import { averageOf, marginsOf } from '../boosting/tree.ts';
import type { ScoringModel } from './model.ts';

/** How a model is trained. */
export interface TrainSettings {
  boosting: Omit<BoostSettings, 'seed'>;
  /** Ensembles that are averaged, each with a seed of its own. */
  members: number;
  /** The share of rows, the last ones, that says how many trees are enough. */
  laterShare: number;
  seed: number;
}

/** What was found good on later slices of real leads; the same for everybody. */
export const usualSettings: TrainSettings = {
  boosting: {
    rounds: 400,
    rate: 0.1,
    leaves: 12,
    depth: 6,
    minLeafRows: 20,
    minGain: 0,
    lambda: 10,
    categoryLambda: 10,
    categorySmoothing: 10,
    rowShare: 0.7,
    featureShare: 0.3,
    patience: 30,
  },
  members: 6,
  laterShare: 0.2,
  seed: 1,
};

/** From so many rows on, the later slice alone is enough to set chances right by, and one ensemble is as good as several. */
const manyRows = 20_000;
const folds = 5;

/** How far chances follow the level of the later part: what moved may move back. */
const levelShare = 0.75;

/** Rows in the order of their time; rows of one person have the same number in `people`, where a person has several. */
export interface TrainingRows extends Labelled {
  people?: Uint32Array;
}

/**
 * Trains on rows in the order of their time. The earlier part grows trees, and the later part, which they do not see, says how many are
 * enough; so many are then grown on all rows. Chances are set right by rows that their trees did not see: by the later part where
 * that is large, else by every row, each predicted by trees of the other folds, and then by the level of the later part. A slice of few
 * rows alone would bring its own noise into more than the level. What predicts them is an average of as many ensembles as the model is:
 * one alone is noisier, and what draws it back rightly would draw the average back too far. No person is predicted by trees that saw
 * another row of theirs.
 */
export function trainModel(features: readonly Feature[], all: TrainingRows, settings: TrainSettings): ScoringModel {
  const rows = all.table.rows;
  const hasMany = rows >= manyRows;
  const cut = Math.floor(rows * (1 - settings.laterShare));
  const [earlier, later] = [partOf(all, (row) => row < cut), partOf(all, (row) => row >= cut)];
  const grow = (on: Labelled, by: { seed: number; rounds: number; later?: Labelled }) =>
    boost(features, on, { settings: { ...settings.boosting, ...by }, later: by.later });
  const seeds = Array.from({ length: hasMany ? 1 : settings.members }, (_, at) => settings.seed * 1000 + at);
  const stopped = seeds.map((seed) => grow(earlier, { seed, rounds: settings.boosting.rounds, later }));
  const rounds = Math.round(stopped.reduce((sum, { trees }) => sum + trees.length, 0) / stopped.length);
  const ensemble = averageOf(seeds.map((seed) => grow(all, { seed, rounds })));
  if (hasMany) {
    const calibration = calibrate({ margins: marginsOf(averageOf(stopped), later.table), outcomes: later.outcomes });
    return { ensemble, calibration };
  }
  const unseen = outOfFold(all, (others, fold) =>
    averageOf(seeds.map((seed) => grow(others, { seed: seed + 100 * (fold + 1), rounds }))),
  );
  const recent = { margins: unseen.margins.subarray(cut), outcomes: all.outcomes.subarray(cut) };
  return { ensemble, calibration: levelled(fitCalibration('beta', unseen), recent, levelShare) };
}

function outOfFold(
  all: TrainingRows,
  train: (others: Labelled, fold: number) => ReturnType<typeof boost>,
): { margins: Float64Array; outcomes: Uint8Array } {
  const margins = new Float64Array(all.table.rows);
  const foldOf = (row: number): number => (all.people ? all.people[row]! : row) % folds;
  for (let fold = 0; fold < folds; fold++) {
    const held = Array.from(all.outcomes, (_, row) => row).filter((row) => foldOf(row) === fold);
    const trained = train(
      partOf(all, (row) => foldOf(row) !== fold),
      fold,
    );
    for (const [at, margin] of marginsOf(trained, pickRows(all.table, held)).entries()) margins[held[at]!] = margin;
  }
  return { margins, outcomes: all.outcomes };
}

function partOf({ table, outcomes }: Labelled, holds: (row: number) => boolean): Labelled {
  const rows = Array.from(outcomes, (_, row) => row).filter(holds);
  return { table: pickRows(table, rows), outcomes: Uint8Array.from(rows, (row) => outcomes[row]!) };
}
