import { parseArgs } from 'node:util';
import { judge, type Quality } from '../../domain/scoring/intervals.ts';
import { guardColumns, unknownNames, type GuardReport } from '../../domain/scoring/leakage.ts';
import { encodeTable, type Table } from '../../models/boosting/feature.ts';
import { learnFeature } from '../../models/boosting/learn-features.ts';
import { exportModel } from '../../models/onnx/export.ts';
import { openScorer } from '../../models/onnx/scorer.ts';
import { chancesOf, type ScoringModel } from '../../models/scoring/model.ts';
import { trainModel, usualSettings } from '../../models/scoring/train.ts';
import { printReport } from '../send/report.ts';
import { readCsvColumns, readOutcomes } from './csv-columns.ts';

/**
 * `npm run conformance -- leads --train A.csv --test B.csv [--after-outcome 'COL,COL'] [--target Converted] [--seed 1] [--json]`: learns
 * from one file, whose rows stand in the order of their time, and is judged on the other, through the ONNX runtime.
 */
export async function leads(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      test: { type: 'string' },
      target: { type: 'string', default: 'Converted' },
      'after-outcome': { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!values.train || !values.test || !Number.isInteger(Number(values.seed))) {
    console.error(
      "Usage: npm run conformance -- leads --train A.csv --test B.csv [--after-outcome 'COL,COL'] [--target COL] [--seed N] [--json]",
    );
    process.exit(2);
  }
  const [train, test] = [await readCsvColumns(values.train), await readCsvColumns(values.test)];
  const outcomes = { train: readOutcomes(train, values.target), test: readOutcomes(test, values.target) };
  const candidates = new Map([...train.columns].filter(([name]) => name !== values.target));
  const afterOutcome = values['after-outcome'].split(',').flatMap((name) => name.trim() || []);
  const unknown = unknownNames(candidates.keys(), afterOutcome);
  if (unknown.length > 0) {
    console.error(`--after-outcome names columns that ${values.train} does not have: ${unknown.join(', ')}`);
    process.exit(2);
  }
  const guard = guardColumns(candidates, { outcomes: outcomes.train, afterOutcome });
  const features = guard.kept.map((name) => learnFeature(name, train.columns.get(name)!));
  const tableOf = ({ rows, columns }: typeof train): Table =>
    encodeTable(features, { rows, valueOf: (name) => columns.get(name) });
  const began = performance.now();
  const labelled = { table: tableOf(train), outcomes: outcomes.train };
  const model = trainModel(features, labelled, { ...usualSettings, seed: Number(values.seed) });
  const seconds = (performance.now() - began) / 1000;
  const scored = await scoreThrough(model, tableOf(test));
  const quality = judge({ chances: scored.chances, outcomes: outcomes.test });
  print(values.json, { guard, quality, model, scored, seconds });
}

interface Scored {
  chances: Float32Array;
  onnxParity: number;
  rowsPerSecond: number;
}

/** Scores by the runtime, and says how far it is from the trainer's own arithmetic at most. */
async function scoreThrough(model: ScoringModel, table: Table): Promise<Scored> {
  const scorer = await openScorer(exportModel(model));
  await scorer.score(table);
  const began = performance.now();
  let rounds = 0;
  for (; performance.now() - began < 300; rounds++) await scorer.score(table);
  const rowsPerSecond = (rounds * table.rows * 1000) / (performance.now() - began);
  const { chances } = await scorer.score(table);
  await scorer.close();
  const own = chancesOf(model, table);
  const onnxParity = chances.reduce((most, chance, row) => Math.max(most, Math.abs(chance - own[row]!)), 0);
  return { chances, onnxParity, rowsPerSecond: Math.round(rowsPerSecond) };
}

function print(
  asJson: boolean,
  {
    guard,
    quality,
    model,
    scored,
    seconds,
  }: { guard: GuardReport; quality: Quality; model: ScoringModel; scored: Scored; seconds: number },
): void {
  for (const { message } of guard.warnings) console.error(`Warning: ${message}`);
  printReport(asJson, {
    features: guard.kept,
    dropped: Object.fromEntries(guard.dropped.map(({ column, message }) => [column, message])),
    warnings: Object.fromEntries(guard.warnings.map(({ column, auc }) => [column, auc])),
    auc: quality.auc,
    aucCi: quality.aucInterval,
    brier: quality.brier,
    brierCi: quality.brierInterval,
    ece: quality.calibrationError,
    eceCi: quality.calibrationInterval,
    lift10: quality.lift10,
    onnxParity: scored.onnxParity,
    rowsPerSecond: scored.rowsPerSecond,
    calibration: model.calibration.kind,
    trees: model.ensemble.trees.length,
    trainSeconds: seconds,
  });
  if (scored.onnxParity > 1e-5) process.exitCode = 1;
}
