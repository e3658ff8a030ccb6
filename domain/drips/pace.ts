import type { DripStep } from './steps.ts';

/** Looks at a drip follow each other no faster than this, whatever wakes it (milliseconds). */
export const quietMs = 60_000;

/** So many looks may come at that pace before a drip keeps its own. */
const promptLooks = 30;
/** Of its shortest wait, nobody is kept waiting longer than this share. */
const share = 1 / 16;
const longestMs = 90 * 60_000;
/** A drip without waits is looked at as if it had one of this length. */
const withoutWaitsMs = 3_600_000;
const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, businessDays: 86_400_000 };

/** How far apart the looks at a busy drip are (milliseconds): a sixteenth of its shortest wait, between a minute and an hour and a half. */
export function paceOf(steps: readonly DripStep[]): number {
  const waits = steps.flatMap((step) => {
    if (step.kind !== 'wait') return [];
    const { until } = step;
    return until.kind === 'duration' ? until.amount * unitMs[until.unit] : unitMs.days;
  });
  const shortest = Math.min(...waits.filter((wait) => wait > 0));
  const wait = Number.isFinite(shortest) ? shortest : withoutWaitsMs;
  return Math.min(longestMs, Math.max(quietMs, wait * share));
}

/** Until when a drip rests after a look, and its account of looks for the next one (both ISO 8601). */
export interface Rest {
  restsUntil: string;
  busyUntil: string;
}

/**
 * The rest after a look at `nowIso`. Where people come now and then it is a minute; where they come all the time, so that each look would
 * move a few, they are moved together at the drip's own pace. `busyUntil` is what the look before returned.
 */
export function restAfter(look: { nowIso: string; busyUntil: string | null; paceMs: number }): Rest {
  const { nowIso, busyUntil, paceMs } = look;
  const now = Date.parse(nowIso);
  const busy = Math.max(now, busyUntil === null ? now : Date.parse(busyUntil)) + paceMs;
  const rest = Math.max(quietMs, busy - now - promptLooks * paceMs);
  return { restsUntil: new Date(now + rest).toISOString(), busyUntil: new Date(busy).toISOString() };
}
