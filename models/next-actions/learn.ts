import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { boost, type BoostSettings } from '../boosting/boost.ts';
import { encodeTable, type Feature, type RawValue, type Table } from '../boosting/feature.ts';
import { learnFeature } from '../boosting/learn-features.ts';
import { marginsOf, type Ensemble } from '../boosting/tree.ts';

/** What was done for somebody as they were at that moment, and whether they answered. */
export interface ActionRow {
  features: PersonFeatures;
  key: string;
  reached: boolean;
}

/** What each action is expected to lead to: trees for the actions that were done often enough. Plain data, kept as JSON. */
export interface ActionModel {
  features: Feature[];
  ensembles: Record<string, Ensemble>;
}

const settings: Omit<BoostSettings, 'seed'> = {
  rounds: 50,
  rate: 0.1,
  leaves: 6,
  depth: 4,
  minLeafRows: 30,
  minGain: 0,
  lambda: 10,
  categoryLambda: 20,
  categorySmoothing: 20,
  rowShare: 0.7,
  featureShare: 0.8,
  patience: 30,
};

/** Rows of an action below which nothing is learned of it: its usual chance goes on. */
export const fewestOfAction = 60;

/** Learns, for each action that was done often enough, who answers to it. The same rows and seed give the same model. */
export function learnActions(rows: readonly ActionRow[], seed: number): ActionModel {
  const names = [...new Set(rows.flatMap(({ features }) => Object.keys(features)))].sort();
  const features = names.map((name) =>
    learnFeature(
      name,
      rows.map((row) => row.features[name] ?? null),
    ),
  );
  const byKey = new Map<string, ActionRow[]>();
  for (const row of rows) {
    const own = byKey.get(row.key);
    if (own) own.push(row);
    else byKey.set(row.key, [row]);
  }
  const ensembles: ActionModel['ensembles'] = {};
  for (const [key, own] of [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (own.length < fewestOfAction) continue;
    const table = tableOf(
      features,
      own.map((row) => row.features),
    );
    const outcomes = Uint8Array.from(own, ({ reached }) => (reached ? 1 : 0));
    ensembles[key] = boost(features, { table, outcomes }, { settings: { ...settings, seed } });
  }
  return { features, ensembles };
}

/** What the model expects of each action that it knows, for each of some people: chances by key. */
export function expectActions(model: ActionModel, people: readonly PersonFeatures[]): Record<string, number>[] {
  const expected: Record<string, number>[] = people.map(() => ({}));
  if (people.length === 0) return expected;
  const table = tableOf(model.features, people);
  for (const [key, ensemble] of Object.entries(model.ensembles))
    for (const [row, margin] of marginsOf(ensemble, table).entries()) expected[row]![key] = 1 / (1 + Math.exp(-margin));
  return expected;
}

function tableOf(features: readonly Feature[], people: readonly PersonFeatures[]): Table {
  const columns = new Map<string, RawValue[]>();
  for (const { name } of features)
    columns.set(
      name,
      people.map((one) => one[name] ?? null),
    );
  return encodeTable(features, { rows: people.length, valueOf: (name) => columns.get(name) });
}
