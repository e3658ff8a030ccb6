import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { cut } from '../characters.ts';

/** Most copies of one series. */
export const longestSeries = 60;

const Name = z.string().trim().min(1).max(200);

/**
 * How a copy differs: its name, and when it starts. Either the moment of its start or a number of days moves everything that has
 * a date by the same distance on the organisation's clock; without them the dates stay.
 */
export const CloneRequest = z
  .strictObject({
    name: Name.optional(),
    startAt: Moment.optional(),
    shiftDays: z.int().min(-3660).max(3660).optional(),
  })
  .refine(({ startAt, shiftDays }) => startAt === undefined || shiftDays === undefined, {
    path: ['shiftDays'],
    error: 'give a start or a number of days, not both',
  });

/** How a copy differs, as parsed. */
export type CloneRequest = z.infer<typeof CloneRequest>;

/** A series of copies by a recurrence rule (RFC 5545) such as `FREQ=MONTHLY;BYDAY=1MO;COUNT=6`, from a first moment on. */
export const SeriesRequest = z.strictObject({
  /** What each copy is called, before its date. */
  name: Name.max(180).optional(),
  rrule: z.string().trim().min(1).max(500),
  /** From when on the rule is read; the time of day of each start is that of this moment on the organisation's clock. */
  from: Moment,
});

/** A series as parsed. */
export type SeriesRequest = z.infer<typeof SeriesRequest>;

/** One line of what a clone does with something: how many there are, in words. */
const Fate = z.object({ what: z.string(), count: z.int().nullable(), detail: z.string() });

/** What a clone copies and what it leaves behind, before it is made. */
export const ClonePreview = z.object({
  name: z.string(),
  copied: z.array(Fate),
  reset: z.array(Fate),
  /** The copies of a series; empty where no rule was asked about. */
  occurrences: z.array(z.object({ name: z.string(), startAt: z.iso.datetime(), endAt: z.iso.datetime().nullable() })),
});

/** What a clone copies and what it leaves behind. */
export type ClonePreview = z.infer<typeof ClonePreview>;

/** "Copy of Spring", within the length that a name may have. */
export function copyName(name: string): string {
  return cut(`Copy of ${name}`, 0, 200).trimEnd();
}
