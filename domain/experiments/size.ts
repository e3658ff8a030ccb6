import { inflation } from './boundaries.ts';
import { peopleAnArm } from './compare.ts';

/** What a test is planned for. Rates from 0 to 1, `lift` relative to the baseline (0.25: from 4 % to 5 %). */
export interface SizeInput {
  baseline: number;
  lift: number;
  variants: number;
  looks: number;
  power: number;
  alpha: number;
}

/** How many people a test takes. */
export interface TestSize {
  /** Of each variant where one looks only once, at the end. */
  fixedAnArm: number;
  /** Of each variant with the planned looks: at most; on average the looks save more than they cost. */
  peopleAnArm: number;
  people: number;
}

/** How many people a test takes, with its looks and with the correction where several variants stand against the control. */
export function testSize({ baseline, lift, variants, looks, power, alpha }: SizeInput): TestSize {
  const each = alpha / (variants - 1);
  const fixedAnArm = peopleAnArm({ baseline, target: baseline * (1 + lift), power, alpha: each });
  const anArm = Math.ceil(fixedAnArm * grownBy(looks, { alpha: each, power }));
  return { fixedAnArm, peopleAnArm: anArm, people: anArm * variants };
}

const grown = new Map<string, number>();

/** How much more people a design with looks takes: worked out once, since few designs are asked for and often. */
function grownBy(looks: number, { alpha, power }: { alpha: number; power: number }): number {
  const name = `${looks} ${alpha} ${power}`;
  const known = grown.get(name) ?? inflation(evenLooks(looks), { alpha, power });
  if (grown.size < 1000) grown.set(name, known);
  return known;
}

/** The shares of the information at evenly spaced looks. */
export const evenLooks = (looks: number): number[] => Array.from({ length: looks }, (_, look) => (look + 1) / looks);

/** The largest lift that is tried: beyond it no test is worth planning. */
const largestLift = 10;

/** The smallest lift that a test with this many people would notice; null where even a tenfold one would not be. */
export function noticeableLift(people: number, input: Omit<SizeInput, 'lift'>): number | null {
  const highest = Math.min(largestLift, 0.99 / input.baseline - 1);
  const factor = grownBy(input.looks, { alpha: input.alpha / (input.variants - 1), power: input.power });
  const needs = (lift: number): number =>
    input.variants *
    factor *
    peopleAnArm({
      baseline: input.baseline,
      target: input.baseline * (1 + lift),
      power: input.power,
      alpha: input.alpha / (input.variants - 1),
    });
  if (!(highest > 0) || needs(highest) > people) return null;
  let [low, high] = [0, highest];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (needs(middle) > people) low = middle;
    else high = middle;
  }
  return high;
}
