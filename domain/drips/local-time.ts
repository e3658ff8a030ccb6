import { Temporal } from 'temporal-polyfill';

/** A wall clock: an IANA zone. Times of day are `HH:MM`. */
type Zoned = Temporal.ZonedDateTime;

/** The moment of an instant (ISO 8601) on the wall clock of a zone. */
export function inZone(iso: string, zone: string): Zoned {
  return Temporal.Instant.from(iso).toZonedDateTimeISO(zone);
}

/** A moment as the product writes it: ISO 8601 in UTC, to the millisecond. */
export function isoOf(moment: Zoned): string {
  return new Date(moment.epochMilliseconds).toISOString();
}

/**
 * The first moment after `from` at which the wall clock shows `time` on `day` or has passed it. Where the clock is put forward over
 * the time, that is the moment of the change; where it is put back over it, the time comes twice and the first one still ahead counts.
 */
export function wallTime(day: Temporal.PlainDate, time: string, from: Zoned): Zoned {
  const plain = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const zone = from.timeZoneId;
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier;
  const isGap = !later.toPlainDateTime().equals(plain);
  if (!isGap) return earlier.epochMilliseconds > from.epochMilliseconds ? earlier : later;
  return earlier.getTimeZoneTransition('next') ?? later;
}

/** Minutes since midnight of a time of day. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Minutes since midnight on the wall clock. */
export function minuteOfDay({ hour, minute }: Zoned): number {
  return hour * 60 + minute;
}
