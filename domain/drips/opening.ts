import type { Temporal } from 'temporal-polyfill';
import type { SendWindow } from './definition.ts';
import { inZone, isoOf, minuteOfDay, minutesOf, wallTime } from './local-time.ts';

/** The hours in which automated mail waits, over midnight where `from` is later than `to`. */
export interface QuietHours {
  from: string;
  to: string;
}

/** When mail may go to a person: the drip's window, the tenant's quiet hours, and the clocks that both go by. */
export interface SendHours {
  window: SendWindow | null;
  quiet: QuietHours | null;
  /** The person's IANA zone; the tenant's where it is not known. */
  zone: string;
  tenantZone: string;
}

/** Whether the wall clock is within the quiet hours; the first minute belongs to them, the last one does not. */
export function isQuiet(quiet: QuietHours, moment: Temporal.ZonedDateTime): boolean {
  const [now, from, to] = [minuteOfDay(moment), minutesOf(quiet.from), minutesOf(quiet.to)];
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** Whether the wall clock is within the window. */
export function isInWindow(window: SendWindow, moment: Temporal.ZonedDateTime): boolean {
  const now = minuteOfDay(moment);
  return window.weekdays.includes(moment.dayOfWeek) && now >= minutesOf(window.from) && now < minutesOf(window.to);
}

/** Whether a message may go at `nowIso`. */
export function mayGo(nowIso: string, hours: SendHours): boolean {
  const { window, quiet, zone, tenantZone } = hours;
  if (quiet && isQuiet(quiet, inZone(nowIso, zone))) return false;
  return !window || isInWindow(window, inZone(nowIso, window.zone === 'person' ? zone : tenantZone));
}

/** More turns than two weeks of windows that open in quiet hours need. */
const mostTurns = 40;

/** The first moment from `nowIso` on at which a message may go; null where window and quiet hours leave none. */
export function nextOpening(nowIso: string, hours: SendHours): string | null {
  let at = nowIso;
  for (let turn = 0; turn < mostTurns; turn++) {
    if (mayGo(at, hours)) return at;
    at = later(at, hours);
  }
  return null;
}

function later(iso: string, { window, quiet, zone, tenantZone }: SendHours): string {
  const local = inZone(iso, zone);
  if (quiet && isQuiet(quiet, local)) return isoOf(firstAhead(local, quiet.to));
  if (!window) return iso;
  const clock = inZone(iso, window.zone === 'person' ? zone : tenantZone);
  for (let ahead = 0; ; ahead++) {
    const day = clock.toPlainDate().add({ days: ahead });
    if (!window.weekdays.includes(day.dayOfWeek)) continue;
    const opens = wallTime(day, window.from, clock);
    if (opens.epochMilliseconds > clock.epochMilliseconds) return isoOf(opens);
  }
}

/** The next time that the wall clock shows `time`. */
function firstAhead(from: Temporal.ZonedDateTime, time: string): Temporal.ZonedDateTime {
  for (let ahead = 0; ; ahead++) {
    const moment = wallTime(from.toPlainDate().add({ days: ahead }), time, from);
    if (moment.epochMilliseconds > from.epochMilliseconds) return moment;
  }
}
