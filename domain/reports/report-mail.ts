import type { ActivityReport } from './activity.ts';
import type { ClockReport } from './clock.ts';
import type { HourName } from './hours.ts';
import { figureWords, weekdayWords } from './words.ts';

/** A report with its figures. */
export type ReportData = { kind: 'activity'; data: ActivityReport } | { kind: 'clock'; data: ClockReport };

/** The mail by which a report goes out: plain text that reads on any phone, and where to look further. */
export function reportMail(
  report: ReportData,
  { name, tenantName, url }: { name: string; tenantName: string; url: string },
): { subject: string; text: string } {
  const { from, to, timeZone } = report.data;
  const lines = report.kind === 'activity' ? activityLines(report.data) : clockLines(report.data);
  const head = `${tenantName}, ${from} to ${to} (days of ${timeZone})`;
  return { subject: `${name}: ${from} to ${to}`, text: `${[head, ...lines, `All of it: ${url}`].join('\n\n')}\n` };
}

const told: readonly HourName[] = ['sent', 'uniqueOpens', 'uniqueClicks', 'responses', 'members', 'unsubscribes'];
const number = (value: number): string => value.toLocaleString('en-GB');

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
