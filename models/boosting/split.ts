import type { BinnedColumn } from './bins.ts';

/** What rows add up to: gradients, second derivatives, and how many they are. */
export interface Sums {
  gradient: number;
  hessian: number;
  rows: number;
}

/** How splits are judged. `lambda` draws leaves to zero; a leaf has at least `minLeafRows` rows; `categoryLambda` is added for categories, whose sets fit noise more easily. */
export interface SplitRules {
  lambda: number;
  minLeafRows: number;
  minGain: number;
  categoryLambda: number;
  categorySmoothing: number;
}

/** The best way to part some rows by one feature: which bins go left, and what is won by it. */
export interface Split {
  feature: number;
  gain: number;
  leftBins: number[];
  missingLeft: boolean;
  left: Sums;
}

/** One feature's part of a leaf's histogram: three sums for each bin, from `offset` on. */
export interface FeatureHistogram {
  histogram: Float64Array;
  offset: number;
  column: BinnedColumn;
  isCategory: boolean;
}

/** The best split of a leaf by one feature; null where none is allowed and worth it. What is missing tries both sides. */
export function bestSplit(
  feature: number,
  part: FeatureHistogram,
  { total, rules }: { total: Sums; rules: SplitRules },
): Split | null {
  const order = part.isCategory ? byGradient(part, rules.categorySmoothing) : null;
  const count = order ? order.length : part.column.count;
  const lambda = rules.lambda + (part.isCategory ? rules.categoryLambda : 0);
  const missing = sumsAt(part, part.column.count);
  const parent = score(total.gradient, total.hessian, lambda);
  let best: { gain: number; upTo: number; missingLeft: boolean; left: Sums } | null = null;
  for (const missingLeft of missing.rows > 0 ? [false, true] : [false]) {
    const left = missingLeft ? { ...missing } : { gradient: 0, hessian: 0, rows: 0 };
    for (let at = 0; at + 1 < count + (missing.rows > 0 && !missingLeft ? 1 : 0); at++) {
      const place = part.offset + (order ? order[at]! : at) * 3;
      left.gradient += part.histogram[place]!;
      left.hessian += part.histogram[place + 1]!;
      left.rows += part.histogram[place + 2]!;
      if (left.rows < rules.minLeafRows) continue;
      if (total.rows - left.rows < rules.minLeafRows) break;
      const gain =
        score(left.gradient, left.hessian, lambda) +
        score(total.gradient - left.gradient, total.hessian - left.hessian, lambda) -
        parent;
      if (gain > (best?.gain ?? rules.minGain)) best = { gain, upTo: at, missingLeft, left: { ...left } };
    }
  }
  if (!best) return null;
  const leftBins = Array.from({ length: best.upTo + 1 }, (_, at) => (order ? order[at]! : at));
  // Without anything missing there is no direction to learn: the larger side is the safer guess for what comes later.
  const missingLeft = missing.rows > 0 ? best.missingLeft : best.left.rows * 2 > total.rows;
  return { feature, gain: best.gain, leftBins, missingLeft, left: best.left };
}

/** What a leaf says: a Newton step from where the trees before it are. */
export function leafValue({ gradient, hessian }: Sums, lambda: number): number {
  return -gradient / (hessian + lambda);
}

const score = (gradient: number, hessian: number, lambda: number): number => (gradient * gradient) / (hessian + lambda);

function sumsAt({ histogram, offset }: FeatureHistogram, bin: number): Sums {
  const place = offset + bin * 3;
  return { gradient: histogram[place]!, hessian: histogram[place + 1]!, rows: histogram[place + 2]! };
}

/** The levels that occur, by their smoothed gradient: the best set of levels is a beginning of this order. */
function byGradient(part: FeatureHistogram, smoothing: number): number[] {
  const levels = Array.from({ length: part.column.count }, (_, bin) => ({ bin, ...sumsAt(part, bin) }));
  return levels
    .filter(({ rows }) => rows > 0)
    .map(({ bin, gradient, hessian }) => ({ bin, leaning: gradient / (hessian + smoothing) }))
    .sort((a, b) => a.leaning - b.leaning || a.bin - b.bin)
    .map(({ bin }) => bin);
}
