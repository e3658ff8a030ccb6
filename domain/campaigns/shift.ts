import { Temporal } from 'temporal-polyfill';
import { canBeKept } from '../calendar/day.ts';
import { DomainError } from '../errors.ts';

/** A distance on a clock: so many days, and what is left of time. */
export interface Shift {
  timeZone: string;
  days: number;
  /** The time of day that a moved moment gets instead of its own offset; null: it keeps its time of day. */
  minutes: number;
}

/** How far `to` lies from `from` on the clock of a zone: whole days of the calendar and minutes of the clock. */
export function shiftBetween(from: string, to: string, timeZone: string): Shift {
  const [a, b] = [from, to].map((iso) => Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDateTime());
  const days = a!.toPlainDate().until(b!.toPlainDate(), { largestUnit: 'days' }).days;
  const minutes = a!.toPlainTime().until(b!.toPlainTime()).total('minutes');
  return { timeZone, days, minutes };
}

/** A moment moved on the clock of the zone: nine o'clock stays nine o'clock also across a change of the clocks. `invalid` where it would leave the years that can be kept. */
export function shiftMoment(iso: string, { timeZone, days, minutes }: Shift): string {
  const local = Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const moved = local
    .add({ days })
    .add({ minutes: Math.round(minutes) })
    .toZonedDateTime(timeZone);
  return kept(moved.epochMilliseconds).toISOString();
}

/** A day such as 2026-06-03 moved by whole days, as `shiftMoment`. */
export function shiftDay(day: string, { days }: Pick<Shift, 'days'>): string {
  return kept(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

function kept(ms: number): Date {
  if (canBeKept(ms)) return new Date(ms);
  const message = 'takes another date of the copy out of the years 1 to 9999; choose one nearer to today';
  throw new DomainError('invalid', `The start ${message}. Nothing was made.`, [
    { path: 'startAt', code: 'out_of_range', message },
  ]);
}
