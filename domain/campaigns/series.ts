import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { canBeKept } from '../calendar/day.ts';
import { DomainError } from '../errors.ts';
import { longestSeries } from './clone.ts';

/**
 * The moments of a recurrence rule from `from` on, on the clock of `timeZone`: every first Monday at nine is at nine also after
 * the clocks have changed. Refused where the rule makes no sense, has no end within `longestSeries`, or repeats within a day.
 */
export function seriesStarts(rrule: string, { from, timeZone }: { from: string; timeZone: string }): string[] {
  const text = rrule.replace(/^RRULE:/i, '').toUpperCase();
  if (!/^[A-Z0-9=;,+-]+$/.test(text)) throw refused('is not a rule such as FREQ=MONTHLY;BYDAY=1MO;COUNT=6');
  if (!/(^|;)(COUNT|UNTIL)=/.test(text)) throw refused('needs an end: COUNT (how many) or UNTIL (the last day)');
  if (!/(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)/.test(text)) {
    throw refused('repeats by day, week, month or year: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY');
  }
  if (/(^|;)BY(HOUR|MINUTE|SECOND)=/.test(text)) throw refused('takes the time of day from its first moment');
  const starts: string[] = [];
  for (const at of occurrences(text, Temporal.Instant.from(from).toZonedDateTimeISO(timeZone))) {
    if (starts.length === longestSeries) throw refused(`makes more than ${longestSeries} copies`);
    if (!canBeKept(at)) throw refused('leaves the years 1 to 9999');
    starts.push(new Date(at).toISOString());
  }
  if (starts.length === 0) throw refused('has no day from this moment on');
  return starts;
}

function occurrences(rruleString: string, dtstart: Temporal.ZonedDateTime): number[] {
  const found: number[] = [];
  try {
    const rule = new RRuleTemporal({ rruleString, dtstart, maxIterations: 1000 });
    rule.all((date) => found.push(Date.parse(date.toInstant().toString())) <= longestSeries);
  } catch (error) {
    throw refused(`is not a rule that can be read (${error instanceof Error ? error.message : String(error)})`);
  }
  return found;
}

function refused(message: string): DomainError {
  return new DomainError('invalid', `The rule ${message}. Nothing was made.`, [
    { path: 'rrule', code: 'invalid', message },
  ]);
}
