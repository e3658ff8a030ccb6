import type { Finding } from '../campaigns/preflight.ts';
import { departuresOf, earliestStart, type LocalStartInput } from './local-start.ts';
import type { ZoneCount } from './quiet-reach.ts';

/**
 * A warning where a broadcast that goes by people's own clocks begins (`nowIso`) after some of them have shown the hour: those get it
 * at once. Null where everybody gets it at the hour.
 */
export function lateStartWarning(zones: readonly ZoneCount[], input: LocalStartInput): Finding | null {
  const late = departuresOf(zones, input).filter(({ at }) => at <= input.nowIso);
  const people = late.reduce((sum, departure) => sum + departure.people, 0);
  if (people === 0) return null;
  const hour = input.localStart.slice(11);
  const [who, clocks, they] =
    people === 1
      ? ['1 person', 'their own clock', 'that person gets']
      : [`${people.toLocaleString('en')} people`, 'their own clocks', 'they get'];
  const message =
    `For ${who} ${hour} on ${input.localStart.slice(0, 10)} has passed on ${clocks} when the campaign ` +
    `starts, so ${they} it at once. Start the campaign by ${earliestStart(input.localStart)}, or choose a later day.`;
  return { severity: 'warning', code: 'local_start_passed', message, where: 'start' };
}
