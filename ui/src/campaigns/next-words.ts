import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import type { Experiment } from '../../../domain/experiments/experiment.ts';
import { planned, plural, relative } from '../lib/format.ts';

/** What comes next of a campaign's drips and programmes, to how many and when; empty where nothing is planned. */
export function nextWords(
  entries: readonly Pick<CalendarEntry, 'kind' | 'name' | 'people' | 'startAt'>[],
  timeZone: string,
  now = new Date(),
): string {
  const next = entries.find(
    ({ kind, startAt }) => (kind === 'drip_step' || kind === 'cast') && Date.parse(startAt) > now.getTime(),
  );
  if (!next) return '';
  const whom = next.people === null ? '' : ` for ${plural(next.people, 'person', 'people')}`;
  return `Next is “${next.name}”${whom} on ${planned(next.startAt, timeZone, now)}, ${relative(next.startAt, now)}.`;
}

/** Who waits for the winner of a test, and when it is looked at next; empty where nobody waits for one. */
export function testWords(
  tests: readonly Pick<Experiment, 'status' | 'source' | 'name' | 'rest' | 'nextLookAt'>[],
  timeZone: string,
  now = new Date(),
): string {
  const test = tests.find(
    ({ status, source, rest }) =>
      (status === 'testing' || status === 'choosing') && source.kind === 'broadcast' && rest.people > rest.sent,
  );
  if (!test) return '';
  const { name, status, nextLookAt: at, rest } = test;
  const who = plural(rest.people - rest.sent, 'person waits', 'people wait');
  if (status === 'choosing') return `${who} until somebody chooses the winner of “${name}”.`;
  const look = at ? `: the next look is on ${planned(at, timeZone, now)}, ${relative(at, now)}` : '';
  return `${who} for the winner of “${name}”${look}.`;
}
