import type { ActivityReport } from '../../../domain/reports/activity.ts';
import { addDays, daysOf, type Span, type Unit } from '../../../domain/reports/span.ts';
import { count, date, plural, share } from '../lib/format.ts';

/** The units of time that are offered. */
export const unitWords: Record<Unit, string> = { day: 'By day', week: 'By week', month: 'By month' };

/** "1 to 30 June 2026" */
export function spanWords({ from, to }: Span): string {
  const [first, last] = [date(from, 'UTC'), date(to, 'UTC')];
  return first === last ? first : `${first} to ${last}`;
}

/** "▲ 12 % more than in the 30 days before", for how a figure moved; empty where there is nothing to compare. */
export function movement(now: number, before: number, span: Span): string {
  const when = `in the ${plural(daysOf(span), 'day', 'days')} before`;
  if (now === before) return before === 0 ? '' : `as many as ${when}`;
  if (before === 0) return `none ${when}`;
  const by = share(Math.abs(now - before), before);
  return now > before ? `▲ ${by} more than ${when}` : `▼ ${by} fewer than ${when}`;
}

/** What a page of figures says first. */
export function activitySentence({ from, to, totals }: ActivityReport): string {
  const clicked = share(totals.uniqueClicks, totals.sent);
  const sent = plural(totals.sent, 'message was sent', 'messages were sent');
  return `From ${spanWords({ from, to })}, ${sent}${clicked ? `, ${clicked} were clicked by a person` : ''}, and ${plural(totals.responses, 'member', 'members')} responded for the first time.`;
}

/** How a point of a chart is called: a day, a week by its first and last day, or a month. */
export function startWords(start: string, unit: Unit): string {
  if (unit === 'day') return date(start, 'UTC');
  if (unit === 'week') return `${date(start, 'UTC')} to ${date(addDays(start, 6), 'UTC')}`;
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(start));
}

/** "All that people did is counted." or how much of it waits. */
export function freshnessWords({ waiting }: ActivityReport['freshness']): string {
  if (waiting === 0) return 'Everything that has come in is counted.';
  return `${count(waiting)} ${waiting === 1 ? 'thing that somebody did waits' : 'things that people did wait'} to be counted.`;
}

/** What the hours of the week can be shown of: what people do themselves. */
export const clockFigures = ['clicks', 'opens', 'replies', 'forms', 'pageViews', 'unsubscribes'] as const;

/** 9 → "09:00" */
export function hourWords(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** Fewer than this in all say nothing about a good hour. */
const fewest = 100;

/** The strongest hour, where there is enough to tell it by. */
export function strongest<Cell extends { value: number }>(cells: readonly Cell[]): Cell | null {
  const total = cells.reduce((sum, { value }) => sum + value, 0);
  if (total < fewest) return null;
  return cells.reduce<Cell | null>((best, cell) => (best && best.value >= cell.value ? best : cell), null);
}
