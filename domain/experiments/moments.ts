/** What was counted of one variant: people, the sum of what each brought and the sum of the squares. For a rate both sums are the successes. */
export interface Sample {
  n: number;
  sum: number;
  sumSquares: number;
}

/** Of a sample what tests go by. */
export interface Moments {
  n: number;
  mean: number;
  /** Of one person. */
  variance: number;
}

/** A sample of a rate: `successes` of `n`. */
export const rateSample = (successes: number, n: number): Sample => ({ n, sum: successes, sumSquares: successes });

/** Mean and variance of a sample: p(1 − p) for a rate, the usual n − 1 for amounts. Of nobody both are 0. */
export function momentsOf({ n, sum, sumSquares }: Sample, kind: MetricKind): Moments {
  if (n === 0) return { n, mean: 0, variance: 0 };
  const mean = sum / n;
  if (kind === 'rate') return { n, mean, variance: mean * (1 - mean) };
  return { n, mean, variance: n < 2 ? 0 : Math.max(0, (sumSquares - (sum * sum) / n) / (n - 1)) };
}

/** Whether each person counts as yes or no, or with an amount. */
export type MetricKind = 'rate' | 'mean';
