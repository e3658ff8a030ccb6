/** How many people had a first decision whose time is over, and how many of them answered. */
export interface EffectGroup {
  people: number;
  answered: number;
}

/** What acting brought against leaving people alone, in shares of people who answered. */
export interface Effect {
  acted: EffectGroup & { rate: number | null };
  heldOut: EffectGroup & { rate: number | null };
  /** The difference of the two rates with its 95 % interval; null where a group is too small to tell. */
  difference: { mean: number; interval: [low: number, high: number] } | null;
  verdict: 'better' | 'worse' | 'no_difference' | 'too_few';
}

/** People whom each group must have before a difference is spoken of. */
export const fewestPeople = 30;

/** Compares those for whom something could be done with those for whom nothing was, by the normal approximation with one added each. */
export function effectOf(acted: EffectGroup, heldOut: EffectGroup): Effect {
  const rate = ({ people, answered }: EffectGroup) => (people > 0 ? answered / people : null);
  const groups = { acted: { ...acted, rate: rate(acted) }, heldOut: { ...heldOut, rate: rate(heldOut) } };
  if (acted.people < fewestPeople || heldOut.people < fewestPeople)
    return { ...groups, difference: null, verdict: 'too_few' };
  // Agresti and Caffo: right also where hardly anybody answers.
  const [a, b] = [acted, heldOut].map(({ people, answered }) => ({
    n: people + 2,
    p: (answered + 1) / (people + 2),
  })) as [{ n: number; p: number }, { n: number; p: number }];
  const half = 1.96 * Math.sqrt((a.p * (1 - a.p)) / a.n + (b.p * (1 - b.p)) / b.n);
  const middle = a.p - b.p;
  const interval: [number, number] = [middle - half, middle + half];
  const verdict = interval[0] > 0 ? 'better' : interval[1] < 0 ? 'worse' : 'no_difference';
  return { ...groups, difference: { mean: groups.acted.rate! - groups.heldOut.rate!, interval }, verdict };
}
