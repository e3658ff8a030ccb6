import { driftLevel, luckOf, stabilityIndex, type DriftLevel } from './drift.ts';
import { isAllNumbers, type ColumnValues } from './leakage.ts';

/**
 * How the values of a feature are spread: counts by bin. Numbers are cut, words have their frequent values; the last bin but one is for the
 * other words, the last one for what is not known.
 */
export type Spread = { feature: string; counts: number[] } & ({ cuts: number[] } | { levels: string[] });

/** How scores and features were spread over those who are scored. */
export interface Baseline {
  people: number;
  scores: Spread;
  features: Spread[];
}

const mostBins = 10;

/** Cuts a column into bins of about as many people, or by its most frequent words, and counts. */
export function spreadOf(feature: string, values: ColumnValues): Spread {
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && isAllNumbers(known)) {
    const sorted = Float64Array.from(known, Number).sort();
    const at = (share: number) => sorted[Math.floor(share * sorted.length)]!;
    const cuts = [...new Set(Array.from({ length: mostBins - 1 }, (_, bin) => at((bin + 1) / mostBins)))];
    return countInto({ feature, cuts, counts: [] }, values);
  }
  const seen = new Map<string, number>();
  for (const value of known) seen.set(String(value), (seen.get(String(value)) ?? 0) + 1);
  const levels = [...seen].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).slice(0, mostBins);
  return countInto({ feature, levels: levels.map(([level]) => level), counts: [] }, values);
}

/** The same bins with the counts of other values. */
export function countInto(spread: Spread, values: ColumnValues): Spread {
  const bins = 'cuts' in spread ? spread.cuts.length + 2 : spread.levels.length + 2;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[binOf(spread, value)]!++;
  return { ...spread, counts };
}

function binOf(spread: Spread, value: string | number | null): number {
  if ('levels' in spread) {
    if (value === null) return spread.levels.length + 1;
    const at = spread.levels.indexOf(String(value));
    return at >= 0 ? at : spread.levels.length;
  }
  const number = value === null ? NaN : Number(value);
  if (Number.isNaN(number)) return spread.cuts.length + 1;
  const at = spread.cuts.findIndex((cut) => number <= cut);
  return at >= 0 ? at : spread.cuts.length;
}

/** Adds counts up, bin by bin. */
export function addCounts(sum: number[], more: readonly number[]): number[] {
  return more.map((count, bin) => count + (sum[bin] ?? 0));
}

/** How far something has moved. */
export interface Movement {
  index: number;
  level: DriftLevel;
}

/** How far counts are from those of the baseline; a distance that so few people have by luck is none. */
export function movementOf(before: readonly number[], now: readonly number[]): Movement {
  const index = stabilityIndex(before, now);
  return { index, level: driftLevel(index < luckOf(before, now) ? 0 : index) };
}
