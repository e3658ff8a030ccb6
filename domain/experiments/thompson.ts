import { wholeShare } from './assignment.ts';
import { believeRates, type Rate } from './best-rate.ts';

/**
 * How new people are shared between the variants where the better ones should get more of them: by each one's chance to be the best,
 * which is what drawing from the posteriors does on average. The draw itself is the person's hash. Each keeps at least `floor` (in
 * hundredths of a percent), so that nothing is given up for good; the weights add up to 10,000.
 */
export function thompsonWeights(rates: readonly Rate[], floor = 500): number[] {
  const shared = wholeShare - floor * rates.length;
  const exact = believeRates(rates).map(({ chanceToBest }) => floor + chanceToBest * shared);
  const weights = exact.map(Math.floor);
  const open = wholeShare - weights.reduce((sum, weight) => sum + weight, 0);
  const byRemainder = exact.map((value, index) => ({ index, remainder: value % 1 }));
  byRemainder.sort((x, y) => y.remainder - x.remainder);
  for (let given = 0; given < open; given++) weights[byRemainder[given % rates.length]!.index]! += 1;
  return weights;
}
