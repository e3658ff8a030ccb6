import type { MetricKind, Sample } from './moments.ts';
import { momentsOf } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** How far two samples are apart: positive where the second is better; null where nothing can be said. */
export interface Comparison {
  z: number | null;
  /** Two-sided. */
  p: number | null;
}

/** Two samples against each other: rates with the pooled variance, amounts with each its own. */
export function compare(control: Sample, other: Sample, kind: MetricKind): Comparison {
  if (control.n === 0 || other.n === 0) return { z: null, p: null };
  const [a, b] = [momentsOf(control, kind), momentsOf(other, kind)];
  const pooled = (control.sum + other.sum) / (control.n + other.n);
  const variance = kind === 'rate' ? pooled * (1 - pooled) * (1 / a.n + 1 / b.n) : a.variance / a.n + b.variance / b.n;
  if (!(variance > 0)) return { z: null, p: null };
  const z = (b.mean - a.mean) / Math.sqrt(variance);
  return { z, p: 2 * normalCdf(-Math.abs(z)) };
}

/** What a sample size is worked out for: the rate as it is, the rate that should be noticed, and the risks of either error. */
export interface SizeQuestion {
  baseline: number;
  target: number;
  power: number;
  /** Two-sided. */
  alpha: number;
}

/** How many people each of two variants needs so that a change from `baseline` to `target` is noticed with this power. */
export function peopleAnArm({ baseline, target, power, alpha }: SizeQuestion): number {
  const middle = (baseline + target) / 2;
  const ofNone = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * middle * (1 - middle));
  const ofOne = normalQuantile(power) * Math.sqrt(baseline * (1 - baseline) + target * (1 - target));
  return Math.ceil(((ofNone + ofOne) / (target - baseline)) ** 2);
}
