import { logGamma } from './gamma.ts';

/** A beta distribution: what is believed of a rate after `a - 1` successes and `b - 1` failures from nothing known. */
export interface Beta {
  a: number;
  b: number;
}

const logBeta = ({ a, b }: Beta): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(X ≤ x) of a beta distribution, by its continued fraction. */
export function betaCdf(x: number, { a, b }: Beta): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const scale = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta({ a, b }));
  return x < (a + 1) / (a + b + 2) ? (scale * fraction(x, a, b)) / a : 1 - (scale * fraction(1 - x, b, a)) / b;
}

/** The density of a beta distribution at x in (0, 1). */
export function betaDensity(x: number, { a, b }: Beta): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta({ a, b }));
}

/** The range that holds nearly all of the distribution: less than 1e-15 lies outside. */
export function betaSupport({ a, b }: Beta): [low: number, high: number] {
  const mean = a / (a + b);
  const reach = 12 * Math.sqrt((mean * (1 - mean)) / (a + b + 1)) + 20 / (a + b);
  return [Math.max(0, mean - reach), Math.min(1, mean + reach)];
}

function fraction(x: number, a: number, b: number): number {
  const kept = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}
