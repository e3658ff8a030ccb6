import { z } from 'zod';
import { Day } from '../calendar/moment.ts';

/** By what a report adds up: days, weeks from Monday, or months. */
export const Unit = z.enum(['day', 'week', 'month']);

/** By what a report adds up. */
export type Unit = z.infer<typeof Unit>;

/** Days from the first to the last, both in it. */
export const Span = z.object({ from: Day, to: Day });

/** Days from the first to the last, both in it. */
export type Span = z.infer<typeof Span>;

/** The longest span that a report covers, in days: ten years. */
export const mostDays = 3660;

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The day `days` after a day (before it where negative). */
export function addDays(day: string, days: number): string {
  return dayOf(at(day) + days * dayMs);
}

/** How many days a span has. */
export function daysOf({ from, to }: Span): number {
  return Math.round((at(to) - at(from)) / dayMs) + 1;
}

/** The span of the same length that ends on the day before. Whole months are compared with whole months. */
export function spanBefore(span: Span): Span {
  const to = addDays(span.from, -1);
  const months = wholeMonths(span);
  if (months === null) return { from: addDays(to, 1 - daysOf(span)), to };
  const first = new Date(at(span.from));
  return { from: dayOf(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - months, 1)), to };
}

/** How many months a span is made of; null where it begins or ends within one. */
function wholeMonths({ from, to }: Span): number | null {
  if (!from.endsWith('-01') || !addDays(to, 1).endsWith('-01')) return null;
  const [first, next] = [new Date(at(from)), new Date(at(addDays(to, 1)))];
  return (next.getUTCFullYear() - first.getUTCFullYear()) * 12 + next.getUTCMonth() - first.getUTCMonth();
}

/** The first day of the day, week (Monday) or month that a day is in. */
export function startOf(day: string, unit: Unit): string {
  if (unit === 'day') return day;
  if (unit === 'month') return `${day.slice(0, 8)}01`;
  const weekday = (new Date(at(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The first days of all units that a span touches, in order; none is left out where nothing happened. */
export function startsIn(span: Span, unit: Unit): string[] {
  const starts: string[] = [];
  for (let start = startOf(span.from, unit); start <= span.to; start = startOf(addDays(start, stepOf[unit]), unit))
    starts.push(start);
  return starts;
}

/** Far enough from a first day to be in the next unit, and not past it. */
const stepOf: Record<Unit, number> = { day: 1, week: 7, month: 31 };

/** A unit that gives a picture of at most some fifty points. */
export function unitFor(span: Span): Unit {
  const days = daysOf(span);
  if (days <= 45) return 'day';
  return days <= 366 ? 'week' : 'month';
}

/** A span that moves with the day on which it is read. */
export const Period = z.enum([
  'last7',
  'last30',
  'last90',
  'last365',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
]);

/** A span that moves with the day on which it is read. */
export type Period = z.infer<typeof Period>;

const monthOf = (day: string, shift: number): string =>
  dayOf(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + shift, 1));
const monthsIntoQuarter = (day: string): number => (Number(day.slice(5, 7)) - 1) % 3;

/** The days of a period as of today; `last…` end with today, `this…` too. */
export function spanOf(period: Period, today: string): Span {
  switch (period) {
    case 'last7':
    case 'last30':
    case 'last90':
    case 'last365':
      return { from: addDays(today, 1 - Number(period.slice(4))), to: today };
    case 'thisMonth':
      return { from: monthOf(today, 0), to: today };
    case 'lastMonth':
      return { from: monthOf(today, -1), to: addDays(monthOf(today, 0), -1) };
    case 'thisQuarter':
      return { from: monthOf(today, -monthsIntoQuarter(today)), to: today };
    case 'lastQuarter': {
      const next = monthOf(today, -monthsIntoQuarter(today));
      return { from: monthOf(next, -3), to: addDays(next, -1) };
    }
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
  }
}
