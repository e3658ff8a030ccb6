import { z } from 'zod';
import { inZone, isoOf, wallTime } from '../drips/local-time.ts';
import { TimeOfDay } from '../tenants/tenant.ts';

const at = TimeOfDay;

/** When a report goes out by mail, by the clock of the organisation; weekdays from 1 (Monday) to 7. */
export const ReportRhythm = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), at }),
  z.strictObject({ every: z.literal('week'), weekday: z.int().min(1).max(7), at }),
  z.strictObject({
    every: z.literal('month'),
    // Later days are not in every month.
    dayOfMonth: z.int().min(1).max(28, 'must be in every month: 28 at most'),
    at,
  }),
]);

/** When a report goes out by mail. */
export type ReportRhythm = z.infer<typeof ReportRhythm>;

/** The first time after `afterIso` (ISO 8601). Where the clock is put forward over the time, it is the moment of the change. */
export function nextDelivery(rhythm: ReportRhythm, { zone, afterIso }: { zone: string; afterIso: string }): string {
  const after = inZone(afterIso, zone);
  for (let ahead = 0; ; ahead++) {
    const day = after.toPlainDate().add({ days: ahead });
    if (rhythm.every === 'week' && day.dayOfWeek !== rhythm.weekday) continue;
    if (rhythm.every === 'month' && day.day !== rhythm.dayOfMonth) continue;
    const moment = wallTime(day, rhythm.at, day.toZonedDateTime(zone));
    if (moment.epochMilliseconds > after.epochMilliseconds) return isoOf(moment);
  }
}
