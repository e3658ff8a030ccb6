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

/** The index that as many people hardly ever pass by luck where nothing has moved: twice the spread above what they show on average. */
export function luckOf(before: readonly number[], now: readonly number[]): number {
  const sum = (counts: readonly number[]) =>
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
  const used = before.filter((count, bin) => count + (now[bin] ?? 0) > 0).length;
  const bins = Math.max(0, used - 1);
  return (bins + 2 * Math.sqrt(2 * bins)) * (1 / sum(before) + 1 / sum(now));
}

/** What a stability index means. */
export function driftLevel(index: number): DriftLevel {
  return index < 0.1 ? 'fine' : index <= 0.25 ? 'moderate' : 'act';
}
