import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
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
