import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { inZone, isoOf, wallTime } from '../drips/local-time.ts';
import type { ZoneCount } from './quiet-reach.ts';

/** A day and an hour that everybody's own clock shows once: `2026-06-03T09:00`. */
export const LocalStart = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, {
    error: 'must be a day and an hour such as 2026-06-03T09:00',
    abort: true,
  })
  .refine((text) => isDay(text.slice(0, 10)), { error: 'must be a day that there is', abort: true })
  // Moments are compared as texts, which year 10000 in the west of 9999-12-31 would turn round: it would go at once.
  .refine((text) => text >= '2000' && text < '2200', { error: 'must be a day from 2000-01-01 to 2199-12-31' });

/** People who get a broadcast at the same moment, because their clocks show the hour then. */
export interface Departure {
  /** ISO 8601 */
  at: string;
  /** Their zones, the one with the most people first. */
  zones: string[];
  people: number;
}

/** A departure as the API shows it. */
export const DepartureShown = z.object({
  at: z.iso.datetime(),
  zones: z.array(z.string()),
  people: z.int(),
  /** When its messages were let go; null: not yet. */
  releasedAt: z.iso.datetime().nullable(),
});

/** What the rule goes by: the hour, the moment it is asked (ISO 8601), and the clock of people whose zone is not known. */
export interface LocalStartInput {
  localStart: string;
  nowIso: string;
  tenantZone: string;
}

/**
 * When the clock of a zone shows the hour: where it is put forward over it, at the change; where it shows it twice, the first time that
 * is still ahead. Where the hour has passed there already it is `nowIso`: nobody is left out for living in the east.
 */
export function startIn(zone: string | null, { localStart, nowIso, tenantZone }: LocalStartInput): string {
  const clock = inZone(nowIso, zone !== null && isZone(zone) ? zone : tenantZone);
  const moment = isoOf(wallTime(Temporal.PlainDate.from(localStart.slice(0, 10)), localStart.slice(11), clock));
  return moment < nowIso ? nowIso : moment;
}

/** Who goes when, in order: zones whose clocks show the hour at the same moment together. */
export function departuresOf(zones: readonly ZoneCount[], input: LocalStartInput): Departure[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { timeZone, people } of zones) {
    const zone = timeZone !== null && isZone(timeZone) ? timeZone : input.tenantZone;
    const at = startIn(zone, input);
    const byZone = counts.get(at) ?? new Map<string, number>();
    byZone.set(zone, (byZone.get(zone) ?? 0) + people);
    counts.set(at, byZone);
  }
  return [...counts]
    .map(([at, byZone]) => ({
      at,
      zones: [...byZone].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([zone]) => zone),
      people: [...byZone.values()].reduce((sum, people) => sum + people, 0),
    }))
    .sort((a, b) => a.at.localeCompare(b.at));
}

/** The first moment at which the clock of any inhabited place shows the hour: a campaign that starts by then reaches everybody on time. */
export function earliestStart(localStart: string): string {
  return new Date(Date.parse(`${localStart}:00.000Z`) - 14 * 3_600_000).toISOString();
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
