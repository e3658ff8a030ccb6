import { z } from 'zod';
import { Day } from './moment.ts';
import { CampaignStatus } from '../campaigns/status.ts';
import { Id } from '../ids.ts';

/**
 * What stands on a calendar: a campaign from start to end, a broadcast at the moment it goes, a drip step that people come to on a day,
 * or a cast of a nurture programme.
 */
export const EntryKind = z.enum(['campaign', 'broadcast', 'drip_step', 'cast']);

/** One of the kinds of entry. */
export type EntryKind = z.infer<typeof EntryKind>;

/** Something on the calendar. */
export const CalendarEntry = z.object({
  /** Stable for the thing that it shows. */
  id: z.string(),
  kind: EntryKind,
  name: z.string(),
  /** The broadcast, drip or nurture programme; null: it is the campaign itself. */
  partId: Id.nullable(),
  campaignId: Id,
  campaignName: z.string(),
  campaignTypeName: z.string(),
  campaignStatus: CampaignStatus,
  /** The dates that move when the entry is moved. */
  campaignStartAt: z.iso.datetime().nullable(),
  campaignEndAt: z.iso.datetime().nullable(),
  ownerId: z.string().nullable(),
  tags: z.array(z.string()),
  startAt: z.iso.datetime(),
  /** Null: it has no end, or takes but a moment. */
  endAt: z.iso.datetime().nullable(),
  /** It runs and no end is planned: it takes every day from its start on. */
  goesOn: z.boolean(),
  /** How many people it goes to, if that is known. */
  people: z.int().nullable(),
  /** Which dates of the campaign can be moved; a broadcast goes when its campaign starts and moves with it. */
  movable: z.enum(['both', 'end', 'none']),
  /** The campaign's, for If-Match. */
  version: z.int(),
});

/** Something on the calendar. */
export type CalendarEntry = z.infer<typeof CalendarEntry>;

/** Most entries of one answer. */
export const mostEntries = 2000;

/** Most days that are asked for at once. */
export const mostDays = 400;

/** What stands on the calendar between two moments. */
export const Calendar = z.object({
  timeZone: z.string(),
  entries: z.array(CalendarEntry),
  /** There is more than one answer holds; narrow the time or filter. */
  isCut: z.boolean(),
});

/** What stands on the calendar. */
export type Calendar = z.infer<typeof Calendar>;

/** A day on which the same people are hit by several sends. */
export const Overlap = z.object({
  date: Day,
  /** People who would get two or more of the messages. Null: more sends than are looked through for a day. */
  people: z.int().nullable(),
  sends: z.array(
    z.object({
      kind: EntryKind.exclude(['campaign']),
      /** The broadcast, the drip or the nurture programme. */
      partId: Id,
      campaignId: Id,
      name: z.string(),
      /** Of a broadcast. */
      broadcastId: Id.nullable(),
    }),
  ),
});

/** A day on which the same people are hit by several sends. */
export type Overlap = z.infer<typeof Overlap>;

/** Most days that are looked through for overlaps at once. */
export const mostOverlapDays = 62;

/** Most sends of one day whose audiences are laid over each other. */
export const mostSendsADay = 20;
