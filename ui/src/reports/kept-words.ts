import type { KeptQuery, ReportKind, SavedReport } from '../../../domain/reports/saved-report.ts';
import type { ReportRhythm } from '../../../domain/reports/schedule.ts';
import { figureWords, measureWords, periodWords, weekdayWords } from '../../../domain/reports/words.ts';
import { plural } from '../lib/format.ts';
import { spanWords } from './words.ts';

/** What the reports are called. */
export const kindWords: Record<ReportKind, string> = {
  activity: 'Over time',
  clock: 'Hours of the week',
  funnel: 'Funnel',
  cohort: 'Cohorts',
};

/** "Over time · Last 30 days · Clicks by people" */
export function keptWords(kind: ReportKind, { period, from, to, figure, measure }: KeptQuery): string {
  const days = period ? periodWords[period] : from && to ? spanWords({ from, to }) : '';
  const shown = [...(figure ? [figureWords[figure]] : []), ...(measure ? [measureWords[measure]] : [])];
  return [kindWords[kind], days, ...shown].join(' · ');
}

/** "every Monday at 08:00" */
export function rhythmWords(rhythm: ReportRhythm): string {
  switch (rhythm.every) {
    case 'day':
      return `every day at ${rhythm.at}`;
    case 'week':
      return `every ${weekdayWords[rhythm.weekday - 1]} at ${rhythm.at}`;
    case 'month':
      return `on day ${rhythm.dayOfMonth} of every month at ${rhythm.at}`;
  }
}

/** "By mail to 2 people, every Monday at 08:00", or that it is not sent. */
export function scheduleWords({ schedule }: Pick<SavedReport, 'schedule'>): string {
  if (!schedule) return 'Not sent by mail';
  return `By mail to ${plural(schedule.recipients.length, 'person', 'people')}, ${rhythmWords(schedule.rhythm)}`;
}
