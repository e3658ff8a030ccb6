import type { Finding } from '../campaigns/preflight.ts';
import { inZone } from '../drips/local-time.ts';
import { isQuiet, type QuietHours } from '../drips/opening.ts';

/** How many people have their clock in a zone; null: not known, then it is the tenant's. */
export interface ZoneCount {
  timeZone: string | null;
  people: number;
}

/** Most zones that are named; the others are summed up. */
const named = 3;

/**
 * A warning where a broadcast that goes at `at` reaches people in the quiet hours of their own clocks, with how many and where. It
 * goes all the same: a person said when.
 */
export function quietWarning(
  zones: readonly ZoneCount[],
  { at, quiet, tenantZone }: { at: string; quiet: QuietHours; tenantZone: string },
): Finding | null {
  const byZone = new Map<string, number>();
  for (const { timeZone, people } of zones) {
    const zone = timeZone && isZone(timeZone) ? timeZone : tenantZone;
    byZone.set(zone, (byZone.get(zone) ?? 0) + people);
  }
  const asleep = [...byZone].filter(([zone]) => isQuiet(quiet, inZone(at, zone))).sort(([, a], [, b]) => b - a);
  if (asleep.length === 0) return null;
  const sum = (counts: readonly (readonly [string, number])[]): number => counts.reduce((all, [, one]) => all + one, 0);
  const [all, hit] = [sum([...byZone]), sum(asleep)];
  const places = asleep.slice(0, named).map(([zone, people]) => `${cityOf(zone)} ${people.toLocaleString('en')}`);
  const others = asleep.length > named ? `, other zones ${sum(asleep.slice(named)).toLocaleString('en')}` : '';
  const message =
    `${hit.toLocaleString('en')} of ${all.toLocaleString('en')} ${all === 1 ? 'person' : 'people'} would get it in their quiet hours (${quiet.from}–${quiet.to} on their clocks): ` +
    `${places.join(', ')}${others}. Choose another start, or send these people a message of their own.`;
  return { severity: 'warning', code: 'quiet_hours', message, where: 'start' };
}

/** What is said in place of such a warning where finding out takes too long. */
export const clocksUnknown: Finding = {
  severity: 'warning',
  code: 'clocks_unknown',
  message:
    'The time zones of these people could not be found out in time, so it is not known whether it reaches them at a good hour.',
  where: 'start',
};

/** "Berlin" from "Europe/Berlin", as people call a zone. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
