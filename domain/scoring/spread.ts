import { driftLevel, luckOf, stabilityIndex, type DriftLevel } from './drift.ts';
import { isAllNumbers, type ColumnValues } from './leakage.ts';

/**
 * How the values of a feature are spread: counts by bin. Numbers are cut, words have their frequent values; the last bin but one is for the
 * other words, the last one for what is not known. With `blur` a number counts for all bins within so much of it, in parts.
 */
export type Spread = { feature: string; counts: number[] } & (
  | { cuts: number[]; blur?: number | undefined }
  | { levels: string[] }
);

/** How scores and features were spread over those who are scored. */
export interface Baseline {
  people: number;
  scores: Spread;
  features: Spread[];
}

const mostBins = 10;

/** A point of a score: chances that differ by less say the same to whoever reads them. */
const point = 0.01;

/**
 * How scores are spread. A chance counts for everything within a point of it: many leads stand within a few tenths of a point, and where all of
 * them come to the other side of a cut, by a day of age, that is no news of anybody.
 */
export function scoreSpread(chances: readonly number[]): Spread {
  const sharp = spreadOf('score', chances);
  return countInto('cuts' in sharp ? { ...sharp, blur: point } : sharp, chances);
}

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
  const blur = 'cuts' in spread ? spread.blur : undefined;
  for (const value of values) {
    if (blur === undefined || typeof value !== 'number') counts[binOf(spread, value)]!++;
    else for (const [bin, part] of blurred(value, spread as { cuts: number[] }, blur)) counts[bin]! += part;
  }
  return { ...spread, counts };
}

/** Which parts of a number lie in which bins, where it may be `blur` more or less. */
function blurred(value: number, { cuts }: { cuts: number[] }, blur: number): [bin: number, part: number][] {
  const [from, to] = [value - blur, value + blur];
  const ends = [...cuts.filter((cut) => cut > from && cut < to), to];
  const first = cuts.filter((cut) => cut <= from).length;
  return ends.map((end, at) => [first + at, (end - (ends[at - 1] ?? from)) / (to - from)]);
}

function binOf(spread: Spread, value: string | number | null): number {
  if ('levels' in spread) {
    if (value === null) return spread.levels.length + 1;
    const at = spread.levels.indexOf(String(value));
    return at >= 0 ? at : spread.levels.length;
  }
  const number = value === null ? NaN : Number(value);
  if (Number.isNaN(number)) return spread.cuts.length + 1;
  // Cuts stand on values that many have alike: what a file rounds to float32 still belongs with them.
  const at = spread.cuts.findIndex((cut) => number <= cut + Math.abs(cut) * 1e-6);
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
