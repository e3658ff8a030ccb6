import { momentsOf, type MetricKind, type Sample } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** How much better a variant is than the control, relative to it (0.25: a quarter better), between two limits. */
export interface Lift {
  lift: number;
  low: number;
  high: number;
}

/** A lift with the standard error of the delta method; null where the control brought nothing or is empty. */
function relative(control: Sample, other: Sample, kind: MetricKind): { lift: number; error: number } | null {
  const [a, b] = [momentsOf(control, kind), momentsOf(other, kind)];
  if (a.n === 0 || b.n === 0 || a.mean === 0) return null;
  const variance = b.variance / (a.mean ** 2 * b.n) + (a.variance * b.mean ** 2) / (a.mean ** 4 * a.n);
  return variance > 0 ? { lift: (b.mean - a.mean) / a.mean, error: Math.sqrt(variance) } : null;
}

/** The sequence's settings: `tuning` is the number of people around which it is narrowest. */
export interface SequenceOptions {
  alpha: number;
  tuning: number;
}

/** A lift with limits and p that hold however often one looks. */
export interface SequentialLift extends Lift {
  p: number;
}

/**
 * The asymptotic confidence sequence of a lift (Waudby-Smith and others, as GrowthBook computes it): its limits hold at every moment at
 * once, so that a page may show them all the time. Null where there is nothing to compare.
 */
export function sequentialLift(
  control: Sample,
  other: Sample,
  { kind, alpha, tuning }: SequenceOptions & { kind: MetricKind },
): SequentialLift | null {
  const effect = relative(control, other, kind);
  if (!effect) return null;
  const n = control.n + other.n;
  const rhoSquared = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuning;
  const grown = n * rhoSquared + 1;
  const width = effect.error * Math.sqrt(((2 * grown) / (n * rhoSquared)) * Math.log(Math.sqrt(grown) / alpha));
  const standardised = (n * effect.lift ** 2) / effect.error ** 2;
  const evidence = Math.exp((rhoSquared * standardised) / (2 * grown)) / Math.sqrt(grown);
  return { lift: effect.lift, low: effect.lift - width, high: effect.lift + width, p: Math.min(1, 1 / evidence) };
}

/** A lift as one believes it after the data, from no opinion before them. */
export interface BelievedLift extends Lift {
  /** The chance that the variant is better than the control. */
  chanceToWin: number;
}

/** The Bayesian effect with a flat prior: lift, its middle 95 % and the chance that it is above 0. */
export function believedLift(control: Sample, other: Sample, kind: MetricKind): BelievedLift | null {
  const effect = relative(control, other, kind);
  if (!effect) return null;
  const reach = normalQuantile(0.975) * effect.error;
  const { lift } = effect;
  return { lift, low: lift - reach, high: lift + reach, chanceToWin: normalCdf(lift / effect.error) };
}
