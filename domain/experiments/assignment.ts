import { sha256 } from '@noble/hashes/sha2.js';

/** Shares are counted in hundredths of a percent, so that they are whole numbers everywhere. */
export const wholeShare = 10_000;

/** Who is in which part of an experiment. */
export interface Shares {
  /** Never gets anything of it, to compare with. */
  holdOut: number;
  /** Takes part in the test; what is left over gets the winner. */
  test: number;
}

/** Where a person is in an experiment: held out, in the test with the variant of this index, or among the rest. */
export type Place = { part: 'hold_out' } | { part: 'test'; variant: number } | { part: 'rest' };

/**
 * Where a person is: by a hash of the experiment's salt and their id and by nothing else, so that every worker, every retry and every
 * question comes to the same. The variant has a hash of its own: who is in the test does not say which variant they get. The same rule
 * stands in the database as `experiment_point`.
 */
export function placeOf(salt: string, personId: string, plan: { shares: Shares; weights: readonly number[] }): Place {
  const { holdOut, test } = plan.shares;
  const part = point(`${salt}:part:${personId}`, wholeShare);
  if (part < holdOut) return { part: 'hold_out' };
  if (part >= holdOut + test) return { part: 'rest' };
  const sum = plan.weights.reduce((all, weight) => all + weight, 0);
  let left = point(`${salt}:variant:${personId}`, sum);
  for (const [variant, weight] of plan.weights.entries()) {
    if (left < weight) return { part: 'test', variant };
    left -= weight;
  }
  throw new RangeError('The weights of the variants are whole numbers that are not negative, and not all 0.');
}

/** A whole number from 0 to below `size`, spread evenly by the text's hash. */
export function point(text: string, size: number): number {
  const [a, b, c, d] = sha256(new TextEncoder().encode(text));
  const hash = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0;
  return Math.floor((hash * size) / 2 ** 32);
}
