/** Looks at a drip follow each other no faster than this, whatever wakes it (milliseconds). */
export const quietMs = 60_000;

/** So long somebody stays with a busy drip at a time (milliseconds). */
export const stayMs = 6 * 60 * 60_000;

/** So many looks may come close together before a drip counts as busy. */
const looksInARow = 6;
/** One more look of them is free again after this long. Looks that come as seldom cost little, and somebody's place is another drip's. */
export const lookMs = 30 * 60_000;

/** Until when a drip rests after a look, its account of looks for the next one (both ISO 8601), and whether it is better to stay with it. */
export interface Rest {
  restsUntil: string;
  busyUntil: string;
  isBusy: boolean;
}

/**
 * The rest after a look at `nowIso`: always a minute. Where people come all the time, each look would move a few and cost as much as if it had
 * moved hundreds; the account says when that is so. `busyUntil` is what the look before returned.
 */
export function restAfter(look: { nowIso: string; busyUntil: string | null }): Rest {
  const { nowIso, busyUntil } = look;
  const now = Date.parse(nowIso);
  const free = now + looksInARow * lookMs;
  const busy = Math.max(now, busyUntil === null ? now : Date.parse(busyUntil)) + lookMs;
  return {
    restsUntil: new Date(now + quietMs).toISOString(),
    busyUntil: new Date(Math.min(busy, free + lookMs)).toISOString(),
    isBusy: busy > free,
  };
}

/** The account of a drip that somebody stayed with until now: the look that comes between finds it as busy as it was (ISO 8601). */
export function stillBusy(nowMs: number): string {
  return new Date(nowMs + (looksInARow + 1) * lookMs).toISOString();
}

/**
 * Whether it is worth going on staying with a drip after `forMs`, in which there was something to do in so many different minutes: where looks
 * would have been that seldom, they cost less than staying. Too short a while says nothing.
 */
export function isWorthStaying({ looks, forMs }: { looks: number; forMs: number }): boolean {
  return forMs < quietMs || looks > forMs / lookMs;
}

/** The earlier of two moments (ISO 8601); null is never. */
export function earliest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
