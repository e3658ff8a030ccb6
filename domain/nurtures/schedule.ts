import { z } from 'zod';
import { inZone, isoOf, wallTime } from '../drips/local-time.ts';
import { Weekdays } from '../drips/steps.ts';
import { TimeOfDay, TimeZone } from '../tenants/tenant.ts';

/** When a nurture programme casts: on these days of the week at this time on the clock of a zone. */
export const CastSchedule = z.strictObject({ weekdays: Weekdays, at: TimeOfDay, zone: TimeZone });

/** When a nurture programme casts. */
export type CastSchedule = z.infer<typeof CastSchedule>;

/**
 * The first cast after `afterIso`, as ISO 8601. Where the clock is put forward over the time, the cast is at the moment of the change;
 * where it is put back over it, there is one cast, at the first of the two.
 */
export function nextCast({ weekdays, at, zone }: CastSchedule, afterIso: string): string {
  const after = inZone(afterIso, zone);
  for (let ahead = 0; ; ahead++) {
    const day = after.toPlainDate().add({ days: ahead });
    if (!weekdays.includes(day.dayOfWeek)) continue;
    // Seen from the start of its day, so that a time that comes twice is cast once.
    const moment = wallTime(day, at, day.toZonedDateTime(zone));
    if (moment.epochMilliseconds > after.epochMilliseconds) return isoOf(moment);
  }
}

/** Whether a moment (ISO 8601) is one at which is cast. */
export function isCast(schedule: CastSchedule, atIso: string): boolean {
  return nextCast(schedule, new Date(Date.parse(atIso) - 1).toISOString()) === new Date(atIso).toISOString();
}

/** The casts after `from` and before `to` (ISO 8601), `limit` at most. */
export function castsWithin(
  schedule: CastSchedule,
  { from, to, limit }: { from: string; to: string; limit: number },
): string[] {
  const casts: string[] = [];
  const end = Date.parse(to);
  for (let at = nextCast(schedule, from); Date.parse(at) < end && casts.length < limit; at = nextCast(schedule, at)) {
    casts.push(at);
  }
  return casts;
}
