import { normalCdf, normalDensity, normalQuantile } from './normal.ts';

/** The part of a running total (0 at the start, variance 1 at the last look) that no look has stopped yet, as weighted points. */
interface Surviving {
  at: number;
  points: Float64Array;
  masses: Float64Array;
}

/** Beyond this many standard deviations there is nothing worth integrating. */
const farthest = 8.5;
const begun: Surviving = { at: 0, points: Float64Array.of(0), masses: Float64Array.of(1) };

/** P(|Z| ≥ bound at this look and at none before), where the total drifts by `drift` in all. */
function crossing({ at, points, masses }: Surviving, look: { at: number; bound: number; drift: number }): number {
  const deviation = Math.sqrt(look.at - at);
  const edge = look.bound * Math.sqrt(look.at);
  const moved = look.drift * (look.at - at);
  let probability = 0;
  for (let i = 0; i < points.length; i++) {
    const x = points[i]! + moved;
    probability += masses[i]! * (normalCdf((x - edge) / deviation) + normalCdf((-edge - x) / deviation));
  }
  return probability;
}

/** What goes on after a look that stopped everything outside its bound: Armitage, McPherson and Rowe's recursion on Simpson's points. */
function survive(before: Surviving, look: { at: number; bound: number; drift: number }): Surviving {
  const deviation = Math.sqrt(look.at - before.at);
  const edge = Math.min(look.bound, farthest + Math.abs(look.drift)) * Math.sqrt(look.at);
  const moved = look.drift * (look.at - before.at);
  const intervals = 2 * Math.min(600, Math.max(32, Math.ceil((3 * edge) / deviation)));
  const step = (2 * edge) / intervals;
  const points = new Float64Array(intervals + 1);
  const masses = new Float64Array(intervals + 1);
  for (let i = 0; i <= intervals; i++) {
    const y = -edge + i * step;
    let density = 0;
    for (let j = 0; j < before.points.length; j++)
      density += before.masses[j]! * normalDensity((y - before.points[j]! - moved) / deviation);
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    points[i] = y;
    masses[i] = ((weight * step) / 3) * (density / deviation);
  }
  return { at: look.at, points, masses };
}

/**
 * The chance that |Z| reaches its bound at any of the looks: the false positives where `drift` is 0, the power where it is what the
 * fixed design needs (z of alpha plus z of power). `at` are the shares of all information at each look, rising, the last mostly 1.
 */
export function crossingChance(at: readonly number[], bounds: readonly number[], drift = 0): number {
  let surviving = begun;
  let chance = 0;
  for (const [look, share] of at.entries()) {
    const here = { at: share, bound: bounds[look]!, drift };
    chance += crossing(surviving, here);
    if (look < at.length - 1) surviving = survive(surviving, here);
  }
  return chance;
}

/** How much of a one-sided alpha may be spent by when a share of the information is in: Lan and DeMets, in the manner of O'Brien and Fleming. */
export function spentBy(share: number, sideAlpha: number): number {
  if (share >= 1) return sideAlpha;
  return 2 * normalCdf(normalQuantile(sideAlpha / 2) / Math.sqrt(share));
}

/**
 * The bounds of |Z| at each look so far, two-sided, spending alpha / 2 on each side: for any number of looks at any time, without
 * knowing when the next ones will be. Shares must rise; at 1 all of alpha is spent.
 */
export function spendingBounds(at: readonly number[], alpha: number): number[] {
  let surviving = begun;
  let spent = 0;
  return at.map((share, look) => {
    const mayBe = spentBy(share, alpha / 2);
    const bound = boundFor(surviving, share, 2 * (mayBe - spent));
    spent = mayBe;
    if (look < at.length - 1) surviving = survive(surviving, { at: share, bound, drift: 0 });
    return bound;
  });
}

function boundFor(surviving: Surviving, at: number, alpha: number): number {
  return falling((bound) => crossing(surviving, { at, bound, drift: 0 }), alpha, [0, farthest]);
}

/** The classic designs with equally spaced looks. */
export type ClassicDesign = 'obrien-fleming' | 'pocock';

/** The bounds of a classic design for a number of equally spaced looks, found by trying its one constant. */
export function classicBounds(design: ClassicDesign, looks: number, alpha: number): number[] {
  const at = Array.from({ length: looks }, (_, look) => (look + 1) / looks);
  const boundsOf = (constant: number): number[] =>
    at.map((share) => (design === 'pocock' ? constant : constant / Math.sqrt(share)));
  return boundsOf(falling((constant) => crossingChance(at, boundsOf(constant)), alpha, [1, 5]));
}

/** How many times the people of a fixed design a design with looks needs for the same power. */
export function inflation(at: readonly number[], { alpha, power }: { alpha: number; power: number }): number {
  const bounds = spendingBounds(at, alpha);
  const fixed = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const needed = falling((drift) => 1 - crossingChance(at, bounds, drift), 1 - power, [fixed * 0.9, fixed * 1.5]);
  return Math.max(1, (needed / fixed) ** 2);
}

/** Where a falling function takes a value, between two limits, by halving. */
function falling(valueAt: (x: number) => number, value: number, [from, to]: [number, number]): number {
  let [low, high] = [from, to];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (valueAt(middle) > value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
