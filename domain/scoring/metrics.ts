/** What was predicted, as a chance between 0 and 1, and what came, as 1 or 0; of the same rows in the same order. */
export interface Judged {
  chances: ArrayLike<number>;
  outcomes: ArrayLike<number>;
  /** How often each row counts; without it once. Bootstrap draws are counts. */
  counts?: ArrayLike<number>;
}

/** The rows from the highest chance to the lowest. */
export function byChance(chances: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(chances, (_, row) => row).sort((a, b) => chances[b]! - chances[a]! || a - b);
}

/**
 * How often a row with the outcome has a higher chance than one without; a tie counts half. Null where all outcomes are the same.
 * `order` is `byChance`, given where it is asked many times.
 */
export function areaUnderCurve(judged: Judged, order: Uint32Array = byChance(judged.chances)): number | null {
  const { chances, outcomes, counts } = judged;
  let [ones, zeros, area] = [0, 0, 0];
  for (let at = 0; at < order.length;) {
    const chance = chances[order[at]!]!;
    let [tiedOnes, tiedZeros] = [0, 0];
    for (; at < order.length && chances[order[at]!] === chance; at++) {
      const count = counts ? counts[order[at]!]! : 1;
      if (outcomes[order[at]!] === 1) tiedOnes += count;
      else tiedZeros += count;
    }
    area += tiedZeros * (ones + tiedOnes / 2);
    ones += tiedOnes;
    zeros += tiedZeros;
  }
  return ones === 0 || zeros === 0 ? null : area / (ones * zeros);
}

/** The mean squared distance between chance and outcome. */
export function brierScore({ chances, outcomes, counts }: Judged): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < chances.length; row++) {
    const count = counts ? counts[row]! : 1;
    sum += count * (chances[row]! - outcomes[row]!) ** 2;
    rows += count;
  }
  return sum / rows;
}

/** A bin of chances: how many rows it has, what was predicted for them on average, and what share of them had the outcome. */
export interface ReliabilityBin {
  rows: number;
  predicted: number;
  observed: number;
}

/** Predicted against observed in bins of equal width, empty ones left out. */
export function reliability({ chances, outcomes, counts }: Judged, bins = 10): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ rows: 0, predicted: 0, observed: 0 }));
  for (let row = 0; row < chances.length; row++) {
    const count = counts ? counts[row]! : 1;
    const bin = sums[Math.min(bins - 1, Math.floor(chances[row]! * bins))]!;
    bin.rows += count;
    bin.predicted += count * chances[row]!;
    bin.observed += count * outcomes[row]!;
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ rows, predicted, observed }) => ({ rows, predicted: predicted / rows, observed: observed / rows }));
}

/** The expected calibration error: how far predicted is from observed, over bins of equal width, weighed by their rows. */
export function calibrationError(judged: Judged, bins = 10): number {
  const parts = reliability(judged, bins);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return parts.reduce((sum, part) => sum + (part.rows / rows) * Math.abs(part.predicted - part.observed), 0);
}

/** How many times more of the best `share` of rows had the outcome than of all. Null where none had it. */
export function liftAt(share: number, { chances, outcomes }: Judged): number | null {
  const order = byChance(chances);
  const best = order.subarray(0, Math.max(1, Math.round(order.length * share)));
  const rateOf = (rows: Uint32Array) => rows.reduce((sum, row) => sum + outcomes[row]!, 0) / rows.length;
  const all = rateOf(order);
  return all === 0 ? null : rateOf(best) / all;
}
