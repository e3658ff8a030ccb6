import { sha256 } from '@noble/hashes/sha2.js';
import type { StepOf } from './steps.ts';

/**
 * Which path of a split a person takes: drawn once and for all by hashing the step and the person, so that whoever comes again goes
 * the same way, and the draw of one split says nothing about another's.
 */
export function pathFor(step: StepOf<'split'>, { stepId, personId }: { stepId: string; personId: string }) {
  const share = unitInterval(`${stepId}:${personId}`) * 100;
  let upTo = 0;
  for (const path of step.paths) {
    upTo += path.percent;
    if (share < upTo) return path;
  }
  return step.paths.at(-1)!;
}

/** A number from 0 (included) to 1 (excluded) that depends on nothing but the text. */
function unitInterval(text: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(text));
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
}
