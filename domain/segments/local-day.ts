const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day of the calendar as its number since 1 January 1970. */
export type DayNumber = number;

/** The day that `moment` (ISO 8601) falls on in a zone. */
export function dayIn(moment: string, zone: string): DayNumber {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatIn(zone).formatToParts(new Date(moment))) parts[type] = Number(value);
  return dayNumber(parts.year ?? NaN, parts.month ?? NaN, parts.day ?? NaN);
}

/**
 * The day of a tenant's own date attribute: a date that was given without a time is kept as midnight UTC and means that day
 * everywhere; any other moment falls on the day that it is in the zone.
 */
export function dayOfAttribute(moment: string, zone: string): DayNumber {
  const ms = Date.parse(moment);
  return ms % dayMs === 0 ? ms / dayMs : dayIn(moment, zone);
}

/** The number of a written day, `2026-06-04`. */
export function readDay(day: string): DayNumber {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** The year of a day. */
export function yearOf(day: DayNumber): number {
  return new Date(day * dayMs).getUTCFullYear();
}

/** When a day comes round in another year; 29 February on the 28th where the year has none. */
export function inYear(day: DayNumber, year: number): DayNumber {
  const date = new Date(day * dayMs);
  const month = date.getUTCMonth() + 1;
  const isLeapDay = month === 2 && date.getUTCDate() === 29;
  const hasLeapDay = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return dayNumber(year, month, isLeapDay && !hasLeapDay ? 28 : date.getUTCDate());
}

function dayNumber(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / dayMs;
}

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
