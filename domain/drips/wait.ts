import { Temporal } from 'temporal-polyfill';
import { inZone, isoOf, wallTime } from './local-time.ts';
import type { WaitUntil } from './steps.ts';

/** What a wait depends on beside its rule: since when, on whose clock, which days are no business days (ISO dates), and the date waited for. */
export interface WaitContext {
  sinceIso: string;
  zone: string;
  holidays: ReadonlySet<string>;
  /** The person's value of a `dateField`; null where there is none. */
  date: string | null;
}

/** When a wait is over (ISO 8601); null where it has nothing to wait for: no such date, or it has passed. */
export function waitIsOver(until: WaitUntil, context: WaitContext): string | null {
  switch (until.kind) {
    case 'duration':
      return afterDuration(until, context);
    case 'weekday':
      return nextWeekday(until, context);
    case 'dateField':
      return onDate(until, context);
  }
}

function afterDuration({ amount, unit }: Extract<WaitUntil, { kind: 'duration' }>, context: WaitContext): string {
  const { sinceIso, zone, holidays } = context;
  if (unit === 'minutes' || unit === 'hours') {
    return new Date(Date.parse(sinceIso) + amount * (unit === 'hours' ? 3_600_000 : 60_000)).toISOString();
  }
  const since = inZone(sinceIso, zone);
  if (unit === 'days') return isoOf(since.add({ days: amount }));
  let day = since.toPlainDate();
  for (let left = amount; left > 0;) {
    day = day.add({ days: 1 });
    if (isBusinessDay(day, holidays)) left--;
  }
  // With nothing to count it is today, or the next business day where today is none.
  while (!isBusinessDay(day, holidays)) day = day.add({ days: 1 });
  // Added at once: a night between in which the clock leaves out this time would move it for good.
  return isoOf(since.add(since.toPlainDate().until(day)));
}

/** Monday to Friday, and no holiday. */
function isBusinessDay(day: Temporal.PlainDate, holidays: ReadonlySet<string>): boolean {
  return day.dayOfWeek <= 5 && !holidays.has(day.toString());
}

function nextWeekday(
  { weekdays, at }: Extract<WaitUntil, { kind: 'weekday' }>,
  { sinceIso, zone }: WaitContext,
): string {
  const since = inZone(sinceIso, zone);
  for (let ahead = 0; ; ahead++) {
    const day = since.toPlainDate().add({ days: ahead });
    if (!weekdays.includes(day.dayOfWeek)) continue;
    const moment = wallTime(day, at, since);
    if (moment.epochMilliseconds > since.epochMilliseconds) return isoOf(moment);
  }
}

function onDate(
  { offsetDays, at }: Extract<WaitUntil, { kind: 'dateField' }>,
  { sinceIso, zone, date }: WaitContext,
): string | null {
  if (date === null) return null;
  const since = inZone(sinceIso, zone);
  // A date is a day, whatever time it was written with.
  const day = Temporal.PlainDate.from(date.slice(0, 10)).add({ days: offsetDays });
  const moment = wallTime(day, at, since);
  return moment.epochMilliseconds >= since.epochMilliseconds ? isoOf(moment) : null;
}
