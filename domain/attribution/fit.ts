/** Fits look at the paths of a year. */
export const fitWindowDays = 365;

/**
 * So many channels are fitted by themselves, those with the most touches: the medium of a link is anything that somebody wrote into
 * it, and the work of a fit grows with the third power of how many there are.
 */
export const fittedChannels = 100;

/** What all others are in a fit; a channel that the fit does not know weighs what it does. */
export const otherChannels = 'other';

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
