import type { EditionSource } from '../../../db/queries/content/edition-source.ts';

/** Messages a second that a worker sends without any limit; for the estimate only. */
const usualRate = 500;

/** How long one message to each of some people takes, at the rate of the slowest sender. */
export function secondsFor(people: number, sources: readonly Pick<EditionSource, 'ratePerSecond'>[]): number {
  return Math.ceil(people / Math.min(...sources.map(({ ratePerSecond }) => ratePerSecond ?? usualRate), usualRate));
}
