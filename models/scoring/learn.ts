import { chanceOf } from '../../domain/scoring/calibration.ts';
import { gateChecks } from '../../domain/scoring/gate.ts';
import { judge, type Quality } from '../../domain/scoring/intervals.ts';
import { guardColumns, names, type ColumnValues, type GuardReport } from '../../domain/scoring/leakage.ts';
import { areaUnderCurve, byChance, reliability } from '../../domain/scoring/metrics.ts';
import type { ModelCard } from '../../domain/scoring/model-card.ts';
import { encodeTable, pickRows, type Table } from '../boosting/feature.ts';
import { learnFeature } from '../boosting/learn-features.ts';
import { tableExplainer } from '../boosting/shap-tables.ts';
import { chancesOf, type ScoringModel } from './model.ts';
import { trainModel, usualSettings, type TrainSettings } from './train.ts';

/** What is learned from: a row for each moment at which somebody was looked at, those who became leads first before the others. */
export interface LearnInput {
  columns: ReadonlyMap<string, ColumnValues>;
  outcomes: Uint8Array;
  /** The number of each row's person, counted up as people became leads. */
  people: Uint32Array;
  /** From this row on people are kept to judge by. */
  judgedFrom: number;
  /** What the rule said of each row, from 0 to 1. */
  ruleChances: Float64Array;
  declared: readonly { feature: string; reason: string }[];
  /** What scores now, and its version; null: the rule does. */
  incumbent: { model: ScoringModel; version: number } | null;
  settings?: TrainSettings | undefined;
}

/** A model, and all of its card that can be said without the file and the database. */
export interface Learned {
  model: ScoringModel;
  card: Omit<ModelCard, 'window' | 'onnxBytes' | 'onnxParity' | 'seconds'>;
  /** The rows that the model was judged by, as it sees them, with the chances that it gave: the ONNX file has to give the same. */
  judged: Table;
  chances: Float64Array;
}

/** Learns from the earlier people and judges by the later ones. Throws where nothing is left to learn from. */
export function learn(input: LearnInput): Learned {
  const { columns, outcomes, people, judgedFrom } = input;
  const rows = outcomes.length;
  const guard = guardFeatures(input);
  const features = guard.kept.map((name) => learnFeature(name, onePerPerson(columns.get(name)!, input)));
  const table = encodeTable(features, { rows, valueOf: (name) => columns.get(name) });
  const [earlier, later] = [range(0, judgedFrom), range(judgedFrom, rows)];
  const of = (part: readonly number[]) => Uint8Array.from(part, (row) => outcomes[row]!);
  const model = trainModel(
    features,
    { table: pickRows(table, earlier), outcomes: of(earlier), people: people.subarray(0, judgedFrom) },
    input.settings ?? usualSettings,
  );
  const judged = pickRows(table, later);
  const chances = chancesOf(model, judged);
  const outcome = of(later);
  const groups = people.subarray(judgedFrom);
  const quality = judge({ chances, outcomes: outcome }, { draws, groups });
  const rule = judge({ chances: input.ruleChances.subarray(judgedFrom), outcomes: outcome }, { draws, groups });
  const incumbent = judgeIncumbent(input, outcome);
  const counts = (part: readonly number[]) => countPeople(part, input);
  return {
    model,
    judged,
    chances,
    card: {
      learned: counts(earlier),
      judged: counts(later),
      ...weigh(model, judged),
      dropped: guard.dropped.map(({ column, message }) => ({ feature: column, reason: message })),
      warnings: guard.warnings.map(({ column, auc, message }) => ({ feature: column, auc, message })),
      quality,
      rule,
      incumbent: incumbent && { ...incumbent, version: input.incumbent!.version },
      checks: gateChecks({ quality, chances, people: groups, incumbent, rule }),
      calibration: reliability({ chances, outcomes: outcome }),
      lift: liftCurve(chances, outcome),
      fairness: fairnessOf(input, chances),
      trees: model.ensemble.trees.length,
      calibrationKind: model.calibration.kind,
    },
  };
}

/** Resamples for intervals: of many rows fewer are enough. */
const draws = 400;

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

/** The guard looks at people, one row of each: a name is no less a name for being seen seven times. */
function guardFeatures(input: LearnInput): GuardReport {
  const picked = new Map([...input.columns].map(([name, values]) => [name, onePerPerson(values, input)]));
  const outcomes = onePerPerson(Array.from(input.outcomes), input);
  const guard = guardColumns(picked, { outcomes, afterOutcome: input.declared.map(({ feature }) => feature) });
  const reasonOf = (column: string) => input.declared.find(({ feature }) => names(feature, column))?.reason;
  const dropped = guard.dropped.map(({ column, message }) => ({ column, message: reasonOf(column) ?? message }));
  return { ...guard, dropped };
}

/** One row of each of the earlier people, drawn by their number, so that the draw does not depend on their outcome. */
function onePerPerson<T>(values: readonly T[], { people, judgedFrom }: LearnInput): T[] {
  const picked: T[] = [];
  for (let row = 0; row < judgedFrom;) {
    let end = row;
    while (end < judgedFrom && people[end] === people[row]) end++;
    picked.push(values[row + (people[row]! % (end - row))]!);
    row = end;
  }
  return picked;
}

function judgeIncumbent({ incumbent, columns, judgedFrom, people }: LearnInput, outcomes: Uint8Array): Quality | null {
  if (!incumbent) return null;
  const table = encodeTable(incumbent.model.ensemble.features, {
    rows: outcomes.length,
    valueOf: (name) => columns.get(name)?.slice(judgedFrom),
  });
  return judge(
    { chances: chancesOf(incumbent.model, table), outcomes },
    { draws, groups: people.subarray(judgedFrom) },
  );
}

function countPeople(rows: readonly number[], { people, outcomes }: LearnInput) {
  const ids = (part: readonly number[]) => new Set(part.map((row) => people[row]!)).size;
  return { rows: rows.length, people: ids(rows), converted: ids(rows.filter((row) => outcomes[row] === 1)) };
}

/** Rows that weights are taken from. */
const weighedRows = 1000;

/** What everybody starts from; and how much each feature moves chances on average, as a share of all movement, the greatest first. */
function weigh({ ensemble, calibration }: ScoringModel, table: Table): Pick<ModelCard, 'base' | 'features'> {
  const some = pickRows(table, range(0, Math.min(weighedRows, table.rows)));
  const sums = new Float64Array(ensemble.features.length);
  const { base, explain } = tableExplainer(ensemble);
  for (const shares of explain(some)) {
    for (const [feature, share] of shares.entries()) sums[feature]! += Math.abs(share);
  }
  const all = sums.reduce((sum, share) => sum + share, 0);
  const weights = ensemble.features.map(({ name }, at) => ({ feature: name, weight: all === 0 ? 0 : sums[at]! / all }));
  return { base: 100 * chanceOf(base, calibration), features: weights.sort((a, b) => b.weight - a.weight) };
}

/** Of all who were converted, the share that is among the best 5 %, 10 % … of people. */
function liftCurve(chances: ArrayLike<number>, outcomes: Uint8Array): ModelCard['lift'] {
  const order = byChance(chances);
  const all = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Array.from({ length: 20 }, (_, at) => {
    const share = (at + 1) / 20;
    const best = order.subarray(0, Math.max(1, Math.round(share * order.length)));
    const caught = best.reduce((sum, row) => sum + outcomes[row]!, 0);
    return { share, caught: all === 0 ? 0 : caught / all };
  });
}

/** Groups that are told apart, and the fewest rows that say anything of one. */
const [mostGroups, fewestInGroup] = [12, 10];

/** How the model does for each group of people, by each field of words that has few values; also by those that it must not learn from. */
function fairnessOf({ columns, outcomes, judgedFrom }: LearnInput, chances: Float64Array): ModelCard['fairness'] {
  return [...columns].flatMap(([feature, values]) => {
    const later = values.slice(judgedFrom);
    if (!later.some((value) => typeof value === 'string')) return [];
    const rowsOf = new Map<string | null, number[]>();
    for (const [row, value] of later.entries()) {
      const group = value === null ? null : String(value);
      const rows = rowsOf.get(group);
      if (rows) rows.push(row);
      else rowsOf.set(group, [row]);
    }
    if (rowsOf.size > mostGroups || rowsOf.size < 2) return [];
    const groups = [...rowsOf]
      .filter(([, rows]) => rows.length >= fewestInGroup)
      .map(([group, rows]) => groupOf(group, { rows, chances, outcomes: outcomes.subarray(judgedFrom) }));
    return groups.length < 2 ? [] : [{ feature, groups: groups.sort((a, b) => b.rows - a.rows) }];
  });
}

function groupOf(
  group: string | null,
  { rows, chances, outcomes }: { rows: number[]; chances: Float64Array; outcomes: Uint8Array },
): ModelCard['fairness'][number]['groups'][number] {
  const own = { chances: rows.map((row) => chances[row]!), outcomes: rows.map((row) => outcomes[row]!) };
  const converted = own.outcomes.filter((outcome) => outcome === 1).length;
  return {
    group,
    rows: rows.length,
    converted,
    predicted: own.chances.reduce((sum, chance) => sum + chance, 0) / rows.length,
    observed: converted / rows.length,
    auc: areaUnderCurve(own),
  };
}
