/** Some people and how many of them converted. */
export interface Counted {
  people: number;
  converted: number;
}

/** How many times as often as everybody some people converted, with the limits of a 95 % interval. */
export interface Lift {
  lift: number;
  low: number;
  high: number;
}

/**
 * The chance that a group of this size has at least so many converted by luck alone, were they drawn from all without looking
 * (Fisher's exact test on one side, the hypergeometric tail). 1 for a group of nobody.
 */
export function chanceOf(group: Counted, all: Counted): number {
  const { people: drawn, converted: found } = group;
  const most = Math.min(drawn, all.converted);
  if (found > most) return 0;
  if (found <= Math.max(0, drawn + all.converted - all.people)) return 1;
  // From the found on, each term follows from the one before it; what comes later adds less and less.
  let term = Math.exp(
    logChoose(all.converted, found) +
      logChoose(all.people - all.converted, drawn - found) -
      logChoose(all.people, drawn),
  );
  let sum = term;
  for (let x = found; x < most && term > sum * 1e-12; x++) {
    term *= ((all.converted - x) * (drawn - x)) / ((x + 1) * (all.people - all.converted - drawn + x + 1));
    sum += term;
  }
  return Math.min(1, sum);
}

/**
 * The lift of a group against all, itself included, with its interval on the logarithmic scale (delta method; the group and the others
 * are two binomials). Where nobody converted there is nothing to compare: null.
 */
export function liftOf(group: Counted, all: Counted): Lift | null {
  if (group.converted === 0 || group.people === 0 || all.converted === 0) return null;
  const lift = group.converted / group.people / (all.converted / all.people);
  const rest = { people: all.people - group.people, converted: all.converted - group.converted };
  const spread = ({ people, converted }: Counted) => (people === 0 ? 0 : (converted * (people - converted)) / people);
  const error = Math.sqrt(
    spread(group) * (1 / group.converted - 1 / all.converted) ** 2 + spread(rest) / all.converted ** 2,
  );
  return { lift, low: lift * Math.exp(-1.96 * error), high: lift * Math.exp(1.96 * error) };
}

/**
 * Below which chance findings are more than luck, so that of those called so only a share `rate` is wrong (Benjamini–Hochberg over
 * all that were looked at, found or not). 0 where none is.
 */
export function falseDiscoveryBound(chances: readonly number[], rate: number): number {
  const sorted = [...chances].sort((a, b) => a - b);
  let bound = 0;
  for (const [at, chance] of sorted.entries()) if (chance <= (rate * (at + 1)) / sorted.length) bound = chance;
  return bound;
}

const logFactorials: number[] = [0];

function logFactorial(n: number): number {
  for (let at = logFactorials.length; at <= n; at++) logFactorials.push(logFactorials[at - 1]! + Math.log(at));
  return logFactorials[n]!;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
