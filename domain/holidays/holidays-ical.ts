import ICAL from 'ical.js';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { HolidayDay, mostHolidays, readHoliday, rejectHoliday, type HolidayRow } from './holiday.ts';

// How many years of a holiday that comes every year are taken, this one included.
const yearsAhead = 10;
const mostDays = 31;

// A property and a component as jCal (RFC 7265) writes them.
const Property = z.tuple([z.string(), z.unknown(), z.string()]).rest(z.unknown());
type Property = z.infer<typeof Property>;
const Event = z.tuple([z.literal('vevent'), z.array(Property), z.unknown()]);
const Calendar = z.tuple([z.literal('vcalendar'), z.unknown(), z.array(z.unknown())]);
const Yearly = z.strictObject({
  freq: z.literal('YEARLY'),
  interval: z.literal(1).optional(),
  count: z.int().min(1).optional(),
  until: z.string().optional(),
  wkst: z.unknown().optional(),
  bymonth: z.int().optional(),
  bymonthday: z.int().optional(),
});

/**
 * Reads the events of an iCalendar text that last whole days, each day of them a holiday; `year` is the present one. A yearly
 * event on a fixed date gives the days from `year` on for ten years. An event that makes no sense is rejected by itself, its row
 * being its place among the events.
 */
export function readHolidaysIcal(text: string, year: number): HolidayRow[] {
  const events = eventsOf(text);
  const rows: HolidayRow[] = [];
  for (const [index, properties] of events.entries()) {
    // Too many is told by whoever asked: no use in reading on.
    if (rows.length > mostHolidays) break;
    if (textOf(properties, 'status').toUpperCase() !== 'CANCELLED') rows.push(...rowsOf(index + 1, properties, year));
  }
  return rows;
}

function eventsOf(text: string): Property[][] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch (error) {
    throw refused(
      `The calendar cannot be read: ${error instanceof Error ? error.message : 'it is no iCalendar text'}.`,
    );
  }
  const calendar = Calendar.safeParse(parsed);
  if (!calendar.success) throw refused('The file must hold one calendar, from BEGIN:VCALENDAR to END:VCALENDAR.');
  return calendar.data[2].flatMap((component) => {
    const event = Event.safeParse(component);
    return event.success ? [event.data[1]] : [];
  });
}

function rowsOf(row: number, properties: readonly Property[], year: number): HolidayRow[] {
  const name = textOf(properties, 'summary');
  const start = properties.find(([property]) => property === 'dtstart');
  const first = textOf(properties, 'dtstart');
  const reject = (message: string): HolidayRow[] => [rejectHoliday(row, { day: first, name }, message)];
  if (start?.[2] !== 'date') return reject('dtstart: must be a whole day, such as DTSTART;VALUE=DATE:20261225');
  // A day alone is one row, good or bad; only of a good one more can follow.
  if (!HolidayDay.safeParse(first).success) return [readHoliday(row, { day: first, name })];
  const length = daysBetween(first, textOf(properties, 'dtend') || first);
  if (!(length <= mostDays)) return reject(`dtend: must be a day at most ${mostDays} days after dtstart`);
  const starts = startsOf(first, properties, year);
  if (!starts) return reject('rrule: must say "every year on this date"; give other days one by one');
  return starts.flatMap((begin) =>
    Array.from({ length: Math.max(1, length) }, (_, offset) => readHoliday(row, { day: addDays(begin, offset), name })),
  );
}

/** The first days of an event: its own, or those of the years to come. Null for a rule that is not the same date every year. */
function startsOf(first: string, properties: readonly Property[], year: number): string[] | null {
  const rule = properties.find(([property]) => property === 'rrule')?.[3];
  if (rule === undefined) return [first];
  const yearly = Yearly.safeParse(rule);
  if (!yearly.success) return null;
  const { count, until, bymonth, bymonthday } = yearly.data;
  const [since, month, day] = first.split('-').map(Number) as [number, number, number];
  if ((bymonth ?? month) !== month || (bymonthday ?? day) !== day) return null;
  const from = Math.max(since, year);
  const last = Math.min(year + yearsAhead - 1, count === undefined ? Infinity : since + count - 1);
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => `${from + index}${first.slice(4)}`).filter(
    // The 29th of February is left out where there is none.
    (start) => HolidayDay.safeParse(start).success && (until === undefined || start <= until.slice(0, 10)),
  );
}

const textOf = (properties: readonly Property[], wanted: string): string => {
  const value = properties.find(([property]) => property === wanted)?.[3];
  return typeof value === 'string' ? value.trim() : '';
};

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

function refused(message: string): DomainError {
  return new DomainError('invalid', `${message} Nothing was changed.`, [{ path: 'file', code: 'invalid', message }]);
}
