/** Fits look at the paths of a year. */
export const fitWindowDays = 365;

const weekMs = 7 * 24 * 3600_000;

interface LastFit {
  checkedAt: Date;
  conversions: number;
}

/**
 * Whether the Markov model is to be fitted again: nothing before something was won, then once a week, and sooner when a tenth more or
 * fewer opportunities are won than when it was fitted.
 */
export function isFitDue({ last, won, nowMs }: { last: LastFit | null; won: number; nowMs: number }): boolean {
  if (last === null) return won > 0;
  return nowMs - last.checkedAt.getTime() >= weekMs || Math.abs(won - last.conversions) > last.conversions / 10;
}

/** Whether two fits give every channel the same effect, but for the last digits of a number. */
export function isSameFit(before: Readonly<Record<string, number>>, after: ReadonlyMap<string, number>): boolean {
  const channels = new Set([...Object.keys(before), ...after.keys()]);
  return [...channels].every((channel) => Math.abs((before[channel] ?? 0) - (after.get(channel) ?? 0)) < 1e-9);
}
