import type { TenantDb } from '../../db/connection.ts';
import { readFeatures, type FeatureMoment } from '../../db/queries/scoring/person-features.ts';
import type { TrainingMoment } from '../../db/queries/scoring/training-moments.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { judgedShare } from '../../domain/scoring/horizon.ts';
import { ruleScore } from '../../domain/scoring/rule-score.ts';

/** Rows that are read at once. */
const batchSize = 1000;

/** Values by the name of the feature, of the rows in their order. */
export type Columns = Map<string, (string | number | null)[]>;

/** What is learned from, as the trainer takes it. */
export interface TrainingSet {
  columns: Columns;
  outcomes: Uint8Array;
  people: Uint32Array;
  judgedFrom: number;
  ruleChances: Float64Array;
  /** The first and the last moment looked at, the last one learned from, and when the first who is judged by became a lead. */
  from: Date;
  to: Date;
  learnedUntil: Date;
  judgedSince: Date;
}

/** Runs something in a transaction of the tenant. */
export type InTenant = <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>;

/** Reads what was known at moments, batch by batch; `beat` is told how many are read. */
export async function readMoments(
  inTenant: InTenant,
  moments: readonly FeatureMoment[],
  beat: (rows: number) => void,
): Promise<(PersonFeatures | null)[]> {
  const all: (PersonFeatures | null)[] = [];
  for (let start = 0; start < moments.length; start += batchSize) {
    const some = moments.slice(start, start + batchSize);
    all.push(...(await inTenant((db) => readFeatures(db, some))));
    beat(all.length);
  }
  return all;
}

/** Puts features into columns; what a row does not have is not known there. */
export function columnsOf(rows: readonly PersonFeatures[]): Columns {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return new Map([...names].map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

/** The rows to learn from and to judge by; the last fifth of the people, as they became leads, is kept to judge by. */
export function trainingSet(
  moments: readonly TrainingMoment[],
  features: readonly (PersonFeatures | null)[],
): TrainingSet {
  const kept = moments.flatMap((moment, at) => (features[at] ? [{ moment, features: features[at] }] : []));
  const numbers = new Map<string, number>();
  const people = Uint32Array.from(kept, ({ moment: { personId } }) => {
    const number = numbers.get(personId) ?? numbers.size;
    numbers.set(personId, number);
    return number;
  });
  const firstJudged = Math.floor(numbers.size * (1 - judgedShare));
  const judgedFrom = people.findIndex((number) => number >= firstJudged);
  const times = kept.map(({ moment }) => moment.asOf.getTime());
  const latest = (some: readonly number[]) => new Date(some.reduce((most, time) => Math.max(most, time), 0));
  return {
    columns: columnsOf(kept.map((row) => row.features)),
    outcomes: Uint8Array.from(kept, ({ moment }) => (moment.converted ? 1 : 0)),
    people,
    judgedFrom,
    ruleChances: Float64Array.from(kept, (row) => ruleScore(row.features).score / 100),
    from: new Date(times.reduce((least, time) => Math.min(least, time), Infinity)),
    to: latest(times),
    learnedUntil: latest(times.slice(0, judgedFrom)),
    judgedSince: kept[judgedFrom]!.moment.leadSince,
  };
}
