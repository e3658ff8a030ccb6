/** How far a distribution has moved: fine below 0.1, moderate up to 0.25, and above that something is to be done. */
export type DriftLevel = 'fine' | 'moderate' | 'act';

/** The population stability index of counts by bin against those at training. An empty bin counts as a small one. */
export function stabilityIndex(before: readonly number[], now: readonly number[]): number {
  const shares = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => Math.max(count / Math.max(1, total), 1e-4));
  };
  const [was, is] = [shares(before), shares(now)];
  return was.reduce((sum, share, bin) => sum + (is[bin]! - share) * Math.log(is[bin]! / share), 0);
}

/** What a stability index means. */
export function driftLevel(index: number): DriftLevel {
  return index < 0.1 ? 'fine' : index <= 0.25 ? 'moderate' : 'act';
}

/** How many of the scores are in each tenth from 0 to 1: what drift is measured by. */
export function countByTenth(chances: ArrayLike<number>): number[] {
  const counts = new Array<number>(10).fill(0);
  for (let row = 0; row < chances.length; row++) counts[Math.min(9, Math.floor(chances[row]! * 10))]!++;
  return counts;
}
