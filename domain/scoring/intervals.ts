import { randomFrom } from '../random.ts';
import { areaUnderCurve, brierScore, byChance, calibrationError, liftAt, type Judged } from './metrics.ts';

/** The middle 95 % of what resampled rows gave. */
export type Interval = [low: number, high: number];

/** How good chances are on rows that were not learned from, with 95 % intervals. AUC is null where all outcomes are the same. */
export interface Quality {
  rows: number;
  positives: number;
  auc: number | null;
  aucInterval: Interval | null;
  brier: number;
  brierInterval: Interval;
  calibrationError: number;
  calibrationInterval: Interval;
  lift10: number | null;
}

/** How rows are drawn again: how often, from which seed, and which rows belong together, as those of one person do (the same number). */
export interface Resampling {
  draws?: number;
  seed?: number;
  groups?: ArrayLike<number>;
}

/** Judges chances by outcomes; the intervals are percentiles of `draws` resamples of the rows, which depend on `seed` alone. */
export function judge(judged: Judged, { draws = 1000, seed = 1, groups }: Resampling = {}): Quality {
  const random = randomFrom(seed);
  const rows = judged.chances.length;
  const order = byChance(judged.chances);
  const [aucs, briers, errors]: [number[], number[], number[]] = [[], [], []];
  for (let draw = 0; draw < draws; draw++) {
    const counts = drawCounts(rows, random, groups);
    const auc = areaUnderCurve({ ...judged, counts }, order);
    if (auc !== null) aucs.push(auc);
    briers.push(brierScore({ ...judged, counts }));
    errors.push(calibrationError({ ...judged, counts }));
  }
  return {
    rows,
    positives: Array.from(judged.outcomes).filter((outcome) => outcome === 1).length,
    auc: areaUnderCurve(judged, order),
    aucInterval: aucs.length > 0 ? middle(aucs) : null,
    brier: brierScore(judged),
    brierInterval: middle(briers),
    calibrationError: calibrationError(judged),
    calibrationInterval: middle(errors),
    lift10: liftAt(0.1, judged),
  };
}

/**
 * By how much the first chances put rows into a better order than the second ones, in resamples of the rows: the difference of the AUC of each.
 * Depends on `seed` alone.
 */
export function orderGains(
  [first, second]: readonly [ArrayLike<number>, ArrayLike<number>],
  outcomes: ArrayLike<number>,
  { draws = 300, seed = 1, groups }: Resampling = {},
): number[] {
  const random = randomFrom(seed);
  const orders = [byChance(first), byChance(second)] as const;
  const gains: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const counts = drawCounts(outcomes.length, random, groups);
    const one = areaUnderCurve({ chances: first, outcomes, counts }, orders[0]);
    const other = areaUnderCurve({ chances: second, outcomes, counts }, orders[1]);
    if (one !== null && other !== null) gains.push(one - other);
  }
  return gains;
}

/** How often each row is drawn, where as many are drawn as there are; rows of a group are drawn together. */
function drawCounts(rows: number, random: () => number, groups?: ArrayLike<number>): Uint16Array {
  if (!groups) {
    const counts = new Uint16Array(rows);
    for (let at = 0; at < rows; at++) counts[Math.floor(random() * rows)]!++;
    return counts;
  }
  const places = new Map<number, number>();
  const placeOf = Uint32Array.from(groups, (group) => {
    const place = places.get(group) ?? places.size;
    places.set(group, place);
    return place;
  });
  const drawn = drawCounts(places.size, random);
  return Uint16Array.from(placeOf, (place) => drawn[place]!);
}

/** The 2.5th and the 97.5th percentile. */
export function middle(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return [at(0.025), at(0.975)];
}
