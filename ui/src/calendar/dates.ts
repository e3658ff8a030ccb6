import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { fromLocalInput, toLocalInput } from '../lib/format.ts';
import { typedMoment } from '../lib/typed-moment.ts';

/** How the calendar is looked at. */
export type CalendarView = 'month' | 'week' | 'agenda';

/** Days such as 2026-06-03, the last one not in it. */
export interface Days {
  from: string;
  to: string;
}

/** A day so many days later. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** How many days `to` lies behind `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The day of the calendar of a zone that a moment falls on. */
export const dayOf = (iso: string | Date, timeZone: string): string => toLocalInput(iso, timeZone).slice(0, 10);

/** The days that a view shows around one of them; weeks begin on Monday, and a month has the whole weeks that it touches. */
export function daysShown(view: CalendarView, day: string): Days {
  const first = `${day.slice(0, 7)}-01`;
  if (view === 'week') return { from: monday(day), to: addDays(monday(day), 7) };
  const next = addDays(first, 32).slice(0, 7) + '-01';
  if (view === 'agenda') return { from: first, to: next };
  return { from: monday(first), to: addDays(monday(addDays(next, -1)), 7) };
}

/** One view on, or one back. */
export function step(view: CalendarView, day: string, by: 1 | -1): string {
  if (view === 'week') return addDays(day, 7 * by);
  const first = `${day.slice(0, 7)}-01`;
  return `${addDays(first, by === 1 ? 32 : -1).slice(0, 7)}-01`;
}

/** "June 2026" or "1–7 June 2026". */
export function titleOf(view: CalendarView, day: string): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  if (view !== 'week') return format({ month: 'long', year: 'numeric' }).format(new Date(day));
  const { from, to } = daysShown('week', day);
  const range = format({ day: 'numeric', month: 'long', year: 'numeric' });
  // Thin spaces around the dash come and go between browsers.
  return range
    .formatRange(new Date(from), new Date(addDays(to, -1)))
    .replaceAll(/[\u2009\u202f ]*–[\u2009\u202f ]*/g, '–');
}

/** The moments between which a zone has these days. */
export function momentsOf({ from, to }: Days, timeZone: string): { from: string; to: string } {
  const at = (day: string): string => fromLocalInput(`${day}T00:00`, timeZone) ?? `${day}T00:00:00.000Z`;
  return { from: at(from), to: at(to) };
}

/** The last day of what goes on. */
const endless = '9999-12-30';

/** The days of an entry on the calendar of a zone, the last one included. What ends at midnight does not touch the next day. */
export function spanOf({ startAt, endAt, goesOn }: CalendarEntry, timeZone: string): { first: string; last: string } {
  const first = dayOf(startAt, timeZone);
  if (goesOn) return { first, last: endless };
  if (!endAt) return { first, last: first };
  const last = dayOf(new Date(Math.max(Date.parse(endAt) - 1, Date.parse(startAt))), timeZone);
  return { first, last };
}

/** The entries that touch the days that a view is named after: a month shows whole weeks, but its title speaks of the month alone. */
export function entriesNamed(
  entries: readonly CalendarEntry[],
  { view, day, timeZone }: { view: CalendarView; day: string; timeZone: string },
): CalendarEntry[] {
  const { from, to } = daysShown(view === 'month' ? 'agenda' : view, day);
  return entries.filter((entry) => {
    const { first, last } = spanOf(entry, timeZone);
    return first < to && last >= from;
  });
}

/**
 * The dates of a campaign that is moved to another day: its hour on the clock stays, and its end moves by as many days. `time`
 * ("09:30") sets another hour.
 */
export function movedTo(
  { startAt, endAt }: { startAt: string; endAt: string | null },
  target: { day: string; time?: string },
  timeZone: string,
): { startAt: string; endAt: string | null } {
  const start = toLocalInput(startAt, timeZone);
  const days = daysBetween(start.slice(0, 10), target.day);
  const time = target.time ?? start.slice(11);
  const end = endAt && toLocalInput(endAt, timeZone);
  return {
    startAt: fromLocalInput(`${target.day}T${time}`, timeZone) ?? startAt,
    endAt: end && fromLocalInput(`${addDays(end.slice(0, 10), days)}T${end.slice(11)}`, timeZone),
  };
}

/** The dates that move with an entry: those of its campaign. */
export const datesOf = ({ startAt, campaignStartAt, campaignEndAt }: CalendarEntry) => ({
  startAt: campaignStartAt ?? startAt,
  endAt: campaignEndAt,
});

/** What two controls say that were filled from an entry's dates; null where one is empty or says no time. Dates that nobody typed stay as they are. */
export function typedDates(
  entry: CalendarEntry,
  typed: { startAt: string; endAt: string },
  timeZone: string,
): { startAt: string | null; endAt: string | null } {
  const was = datesOf(entry);
  return {
    startAt: typedMoment(typed.startAt, timeZone, was.startAt),
    endAt: typedMoment(typed.endAt, timeZone, was.endAt),
  };
}

/**
 * At most so many entries on any of the days, so that a full month stays quick to draw and to read: what is shown, and how many are
 * not, by day. What comes first in time is shown first.
 */
export function thinned(
  entries: readonly CalendarEntry[],
  { perDay, days, timeZone }: { perDay: number; days: Days; timeZone: string },
): { shown: CalendarEntry[]; left: Map<string, number> } {
  const taken = new Map<string, number>();
  const left = new Map<string, number>();
  const shown = entries.filter((entry) => {
    const own = daysOf(entry, { days, timeZone });
    const fits = own.every((day) => (taken.get(day) ?? 0) < perDay);
    const counts = fits ? taken : left;
    for (const day of own) counts.set(day, (counts.get(day) ?? 0) + 1);
    return fits;
  });
  return { shown, left };
}

/** The days of an entry that lie within others. */
function daysOf(entry: CalendarEntry, { days, timeZone }: { days: Days; timeZone: string }): string[] {
  const { first, last } = spanOf(entry, timeZone);
  const own: string[] = [];
  for (let day = first < days.from ? days.from : first; day <= last && day < days.to; day = addDays(day, 1))
    own.push(day);
  return own;
}

function monday(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}
