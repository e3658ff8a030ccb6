import { chiSquaredTail } from './gamma.ts';

/** One variant's people and its share of them as planned (any positive weights). */
export interface ArmCount {
  people: number;
  weight: number;
}

/** How well the people of each variant fit the planned shares. */
export interface SampleRatio {
  chiSquared: number;
  p: number;
  /** Too unlikely to be chance: something is wrong with how people came to their variants, and no result can be believed. */
  isBroken: boolean;
}

/** Below this a mismatch is not taken for chance. */
export const sampleRatioLimit = 0.001;

/** The sample-ratio check: whether as many people got each variant as should have. */
export function checkSampleRatio(arms: readonly ArmCount[]): SampleRatio {
  const people = arms.reduce((sum, arm) => sum + arm.people, 0);
  const weights = arms.reduce((sum, arm) => sum + arm.weight, 0);
  if (people === 0 || arms.length < 2) return { chiSquared: 0, p: 1, isBroken: false };
  const chiSquared = arms.reduce((sum, arm) => {
    const expected = (people * arm.weight) / weights;
    return sum + (arm.people - expected) ** 2 / expected;
  }, 0);
  const p = chiSquaredTail(chiSquared, arms.length - 1);
  return { chiSquared, p, isBroken: p < sampleRatioLimit };
}
