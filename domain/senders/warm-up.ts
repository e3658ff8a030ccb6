import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { inZone, isoOf, wallTime } from '../drips/local-time.ts';
import { usualPlan } from './warm-up-plan.ts';

/** How a sender is warmed up: the most on each day, and when its days begin by the organisation's clock. */
export const WarmUp = z.strictObject({
  plan: z
    .array(z.int().min(1).max(10_000_000))
    .min(1)
    .max(60)
    .default([...usualPlan]),
  /** The first day; today where it is left out. */
  startedOn: Day.optional(),
  startsAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
    .default('09:00'),
});

/** How a sender is warmed up, as parsed. */
export type WarmUp = z.infer<typeof WarmUp>;

/** How a sender's warm-up stands. */
export const WarmUpState = z.object({
  plan: z.array(z.int()),
  startedOn: z.iso.date(),
  startsAt: z.string(),
  /** Which day of the plan it is, from 1; 0: it has not begun. Beyond the plan's end there is no limit any more. */
  day: z.int(),
  /** The most on this day; null: no limit. */
  cap: z.int().nullable(),
  taken: z.int(),
  /** When the next day begins. */
  nextAt: z.iso.datetime(),
});

/** How a sender's warm-up stands. */
export type WarmUpState = z.infer<typeof WarmUpState>;

/** A day of a warm-up: its date, its number from 1, the most on it (null: none), and when the next one begins (ISO 8601). */
export interface WarmUpDay {
  date: string;
  day: number;
  cap: number | null;
  nextAt: string;
}

/** Which day of a warm-up a moment belongs to. A day goes from one beginning to the next; before the first one nothing is sent. */
export function warmUpDay(
  { plan, startedOn, startsAt }: { plan: readonly number[]; startedOn: string; startsAt: string },
  zone: string,
  nowIso: string,
): WarmUpDay {
  const now = inZone(nowIso, zone);
  const today = now.toPlainDate();
  // From the midnight before, so that a time that comes twice is taken the first time.
  const opens = wallTime(today, startsAt, now.startOfDay());
  const hasBegun = Temporal.ZonedDateTime.compare(now, opens) >= 0;
  const date = hasBegun ? today : today.subtract({ days: 1 });
  const day = Temporal.PlainDate.from(startedOn).until(date).days + 1;
  const nextDate = date.add({ days: 1 });
  const next = day < 1 ? Temporal.PlainDate.from(startedOn) : nextDate;
  const nextAt = wallTime(next, startsAt, next.toZonedDateTime(zone));
  const cap = day < 1 ? 0 : (plan[day - 1] ?? null);
  return { date: date.toString(), day: Math.max(0, day), cap, nextAt: isoOf(nextAt) };
}

/** On which day, counted from the first one, the last of some people are written to, and how many on the first. Beyond the plan there is no limit. */
export function warmUpDays(
  people: number,
  { plan, day, cap, taken }: Pick<WarmUpState, 'plan' | 'day' | 'cap' | 'taken'>,
): { days: number; first: number } {
  if (cap === null) return { days: 1, first: people };
  // Before the first day nothing goes: what counts is the day on which it begins.
  const room = day === 0 ? [...plan] : [Math.max(0, cap - taken), ...plan.slice(day)];
  let [left, days] = [people, 0];
  while (left > 0) {
    left -= room[days] ?? left;
    days += 1;
  }
  return { days: Math.max(1, days), first: Math.min(people, room[0] ?? people) };
}
