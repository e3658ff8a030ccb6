import type { Money } from '../../../domain/money.ts';
import { currencyDigits } from '../../../domain/money-text.ts';

const locale = 'en-GB';

// Making a format costs a hundred times more than using it, and a list or a calendar uses it a thousand times.
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | number>();

function kept<Format extends Intl.DateTimeFormat | Intl.NumberFormat | number>(
  name: string,
  make: () => Format,
): Format {
  const known = (formats.get(name) as Format | undefined) ?? make();
  formats.set(name, known);
  return known;
}

const integer = () => kept('integer', () => new Intl.NumberFormat(locale));

/** Has the browser read its tables of languages: the first format of a page takes as long as many rows of a list. For a moment at which nobody waits. */
export function prepareFormats(): void {
  integer();
}

/** What stands where there is no value; the reason is told beside it. */
export const none = 'n/a';

/** 7392 → "7,392". */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? none : integer().format(value);
}

/** 1234567 → "1.2m", for places where the whole number has no room. */
export function compact(value: number): string {
  const make = () => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return kept('compact', make).format(value);
}

/** `plural(1, 'person', 'people')` → "1 person". */
export function plural(value: number, one: string, many: string): string {
  return `${integer().format(value)} ${value === 1 ? one : many}`;
}

/** A number and its sign, which never stand on two lines. */
export const perCent = (digits: string | number): string => `${digits}\u00a0%`;

/** A share as "12 %" or, below ten, "3.4 %"; what lacks a little is not "100 %" but "99.8 %". Null where there is nothing to divide by. */
export function share(part: number, whole: number): string | null {
  if (whole <= 0) return null;
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.1) return `<\u00a0${perCent('0.1')}`;
  if (percent > 99 && percent < 100) return perCent(Math.floor(percent * 10) / 10);
  return perCent(percent < 10 && part > 0 ? percent.toFixed(1) : Math.round(percent));
}

/** €12,000 from its minor units, with the digits its currency has; whole amounts without decimals, unless `exact`. */
export function money(value: Money | null | undefined, exact = false): string {
  if (!value) return none;
  const { currency } = value;
  const fraction = digitsOf(currency);
  const amount = value.amountMinor / 10 ** fraction;
  const least = exact || !Number.isInteger(amount) ? fraction : 0;
  return kept(
    `money ${currency} ${least}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: least,
        maximumFractionDigits: fraction,
      }),
  )
    .format(amount)
    .replace('-', '−');
}

const digitsOf = (currency: string) => kept(`digits ${currency}`, () => currencyDigits(currency));

/** Whether one of them is no whole amount: then all that stand in one column are shown `exact`, so that they can be compared at a glance. */
export function areExact(column: readonly (Money | null | undefined)[]): boolean {
  return column.some((value) => !!value && value.amountMinor % 10 ** digitsOf(value.currency) !== 0);
}

/** 104857 → "102 kB". */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return none;
  if (value < 1024) return `${value} B`;
  const kilo = value / 1024;
  return kilo < 1024 ? `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}

/** A length of time in words: 45 → "45 s", 300 → "5 min", 5400 → "1.5 h". */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${trim(seconds / 3600)} h`;
  return `${trim(seconds / 86_400)} days`;
}

const trim = (value: number): string => (value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value)));

/** "Berlin" from "Europe/Berlin", as people call a zone. */
export function zoneName(timeZone: string): string {
  return timeZone === 'UTC' ? 'UTC' : (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** "3 Jun 2026, 09:00" in a zone; the year is left out in the current one. */
export function dateTime(iso: string | Date, timeZone: string, now = new Date()): string {
  const at = new Date(iso);
  const years = kept(`year ${timeZone}`, () => new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric' }));
  const isThisYear = years.format(at) === years.format(now);
  return kept(
    `time ${isThisYear} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        day: 'numeric',
        month: 'short',
        ...(isThisYear ? {} : { year: 'numeric' }),
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(at);
}

/** "3 Jun 2026". */
export function date(iso: string | Date, timeZone: string): string {
  const make = () => new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
  return kept(`day ${timeZone}`, make).format(new Date(iso));
}

/** "Tue 3 Jun, 09:00 Berlin": what is planned says its day and its zone. */
export function planned(iso: string | Date, timeZone: string, now = new Date()): string {
  const days = kept(`weekday ${timeZone}`, () => new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' }));
  const day = days.format(new Date(iso));
  return `${day} ${dateTime(iso, timeZone, now)} ${zoneName(timeZone)}`;
}

/** "in 14 h", "3 min ago", "just now": how far away a moment is. */
export function relative(iso: string | Date, now = new Date()): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 20) return seconds > 0 ? 'in a moment' : 'just now';
  const words = distance < 90 ? `${Math.round(distance)} s` : duration(distance);
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}

/** The value of a `datetime-local` control for a moment, as a clock in the zone shows it. */
export function toLocalInput(iso: string | Date, timeZone: string): string {
  const make = () =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  const parts = kept(`wall clock ${timeZone}`, make).formatToParts(new Date(iso));
  const part = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The moment at which a clock in the zone shows `local` ("2026-06-03T09:00"); null for something that is not a time, or one before 1900, as
 * every year is while it is being typed. Of two the first; where the clock is put forward over it, as much later as it is put forward.
 */
export function fromLocalInput(local: string, timeZone: string): string | null {
  const utc = Date.parse(`${local}:00Z`);
  if (!/^(19|[2-9]\d)\d\d-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(utc)) return null;
  // By the offsets of the day before and of the day after: around a change of clocks they differ.
  const [first, second] = [-1, 1].map((days) => {
    const near = utc + days * 86_400_000;
    return new Date(utc + near - Date.parse(`${toLocalInput(new Date(near), timeZone)}:00Z`));
  }) as [Date, Date];
  return (
    toLocalInput(first, timeZone) !== local && toLocalInput(second, timeZone) === local ? second : first
  ).toISOString();
}
