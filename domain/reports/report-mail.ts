import { moneyText } from '../money-text.ts';
import type { ActivityReport } from './activity.ts';
import type { ClockReport } from './clock.ts';
import type { CohortReport } from './cohort.ts';
import type { FunnelReport } from './funnel.ts';
import type { HourName } from './hours.ts';
import { figureWords, measureWords, stageWords, weekdayWords } from './words.ts';

/** A report with its figures. */
export type ReportData =
  | { kind: 'activity'; data: ActivityReport }
  | { kind: 'clock'; data: ClockReport }
  | { kind: 'funnel'; data: FunnelReport }
  | { kind: 'cohort'; data: CohortReport };

/** The mail by which a report goes out: plain text that reads on any phone, and where to look further. */
export function reportMail(
  report: ReportData,
  { name, tenantName, url }: { name: string; tenantName: string; url: string },
): { subject: string; text: string } {
  const { from, to, timeZone } = report.data;
  const lines = linesOf(report);
  const head = `${tenantName}, ${from} to ${to} (days of ${timeZone})`;
  return { subject: `${name}: ${from} to ${to}`, text: `${[head, ...lines, `All of it: ${url}`].join('\n\n')}\n` };
}

function linesOf(report: ReportData): string[] {
  switch (report.kind) {
    case 'activity':
      return activityLines(report.data);
    case 'clock':
      return clockLines(report.data);
    case 'funnel':
      return funnelLines(report.data);
    case 'cohort':
      return cohortLines(report.data);
  }
}

const told: readonly HourName[] = ['sent', 'uniqueOpens', 'uniqueClicks', 'responses', 'members', 'unsubscribes'];
const number = (value: number): string => value.toLocaleString('en-GB');
const percent = (share: number | null): string => (share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`);

function activityLines({ totals, before, changes }: ActivityReport): string[] {
  const figures = told.map((name) => {
    const [now, then] = [totals[name], before.totals[name]];
    return `${figureWords[name]}: ${number(now)} (${number(then)} in the span before)`;
  });
  const explained = (['uniqueClicks', 'responses'] as const).flatMap((name) => {
    const moved = changes[name].slice(0, 3).map((one) => `${one.name}: ${number(one.before)} → ${number(one.now)}`);
    return moved.length === 0 ? [] : [[`What explains “${figureWords[name]}”`, ...moved].join('\n')];
  });
  return [figures.join('\n'), ...explained];
}

function clockLines({ figure, cells, total }: ClockReport): string[] {
  if (total === 0) return [`${figureWords[figure]}: none.`];
  const best = [...cells].sort((a, b) => b.value - a.value).slice(0, 5);
  const lines = best
    .filter(({ value }) => value > 0)
    .map(
      ({ weekday, hour, value }) => `${weekdayWords[weekday]} ${String(hour).padStart(2, '0')}:00: ${number(value)}`,
    );
  return [`${figureWords[figure]}: ${number(total)}. The strongest hours:`, lines.join('\n')];
}

function funnelLines({ stages, wonValue }: FunnelReport): string[] {
  const lines = stages.map(
    ({ stage, value, before, ofPrevious }) =>
      `${stageWords[stage]}: ${number(value)}${ofPrevious === null ? '' : `, ${percent(ofPrevious)} of the stage before`} (${number(before)} in the span before)`,
  );
  return [lines.join('\n'), `What was won: ${moneyText(wonValue)}`];
}

function cohortLines({ cohorts, measure, currency }: CohortReport): string[] {
  const lines = cohorts.map(({ month, people, totals }) => {
    const total = totals.at(-1) ?? 0;
    const came =
      measure === 'revenue'
        ? moneyText({ amountMinor: total, currency })
        : `${number(total)} (${percent(people ? total / people : null)})`;
    return `${month.slice(0, 7)}: ${number(people)} leads, ${came} so far`;
  });
  return [measureWords[measure], lines.join('\n')];
}
