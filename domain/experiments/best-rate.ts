import { betaCdf, betaDensity, betaSupport, type Beta } from './beta.ts';

/** What is believed of one variant among all. */
export interface Belief {
  /** The chance that it has the highest rate of all. */
  chanceToBest: number;
  /** The expected loss: how much of the rate is lost on average by choosing this variant although another is better. */
  expectedLoss: number;
}

/** Each variant's successes and people. */
export interface Rate {
  successes: number;
  n: number;
}

/** Simpson's rule on each stretch between where some density begins, peaks or ends: narrow ones beside wide ones are met too. */
const intervals = 200;

/**
 * The exact chance of each variant to be the best and its expected loss, from uniform priors, by integrating the densities of the
 * rates: P(k is best) = ∫ fₖ ∏ Fⱼ, E[highest] = 1 − ∫ ∏ F.
 */
export function believeRates(rates: readonly Rate[]): Belief[] {
  const betas = rates.map(({ successes, n }): Beta => ({ a: successes + 1, b: n - successes + 1 }));
  const nodes = simpsonNodes(betas);
  const best = betas.map(() => 0);
  let highest = nodes[0]!.x;
  for (const { x, weight } of nodes) {
    const below = betas.map((beta) => betaCdf(x, beta));
    highest += weight * (1 - below.reduce((all, one) => all * one, 1));
    for (const [k, beta] of betas.entries())
      best[k]! += weight * betaDensity(x, beta) * below.reduce((all, one, j) => (j === k ? all : all * one), 1);
  }
  return betas.map(({ a, b }, k) => ({
    chanceToBest: Math.min(1, Math.max(0, best[k]!)),
    expectedLoss: Math.max(0, highest - a / (a + b)),
  }));
}

function simpsonNodes(betas: readonly Beta[]): { x: number; weight: number }[] {
  const marks = betas.flatMap((beta) => [...betaSupport(beta), beta.a / (beta.a + beta.b)]);
  const ends = [...new Set(marks)].sort((x, y) => x - y);
  return ends.slice(1).flatMap((to, index) => {
    const from = ends[index]!;
    const step = (to - from) / intervals;
    return Array.from({ length: intervals + 1 }, (_, i) => ({
      x: Math.min(1 - 1e-12, Math.max(1e-12, from + i * step)),
      weight: ((i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2) * step) / 3,
    }));
  });
}
