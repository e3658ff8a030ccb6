import type { CalendarEntry, Overlap } from '../../../domain/calendar/calendar.ts';
import { count, date, plural } from '../lib/format.ts';

/** What the entries are called. */
export const kindLabels: Record<CalendarEntry['kind'], string> = {
  campaign: 'Campaign',
  broadcast: 'Broadcast',
  drip_step: 'Drip step',
  cast: 'Cast',
};

/** An entry by its name; what belongs to a campaign names it too. */
export function entryTitle({ kind, name, campaignName, people }: CalendarEntry): string {
  if (kind === 'campaign') return name;
  const reach = people === null ? '' : ` (${count(people)})`;
  return `${campaignName}: ${name}${reach}`;
}

/** Days with overlaps in one sentence. */
export function overlapSentence({ date: day, people, sends }: Overlap): string {
  const by = plural(sends.length, 'send', 'sends');
  return people === null
    ? `${date(day, 'UTC')}: ${by}, too many to compare their audiences.`
    : `${date(day, 'UTC')}: ${plural(people, 'person gets', 'people get')} two or more of ${by}.`;
}

/** The page in a sentence. */
export function calendarSentence(entries: readonly CalendarEntry[], title: string): string {
  const of = (kind: CalendarEntry['kind']): number => entries.filter((entry) => entry.kind === kind).length;
  if (entries.length === 0) return `Nothing is planned for ${title}.`;
  const campaigns = plural(of('campaign'), 'campaign', 'campaigns');
  const sends = plural(of('broadcast') + of('drip_step') + of('cast'), 'send', 'sends');
  return `${campaigns} and ${sends} in ${title}.`;
}
