import type { ActivityReport } from '../../../domain/reports/activity.ts';
import type { ReturnReport } from '../../../domain/roi/roi.ts';

/** A campaign by which a figure moved; `by` is the difference. */
export interface Mover {
  campaignId: string;
  name: string;
  now: number;
  before: number;
}

/** How many campaigns explain a change on the start page. */
const most = 3;

/** The campaigns whose credited revenue (minor units) differs most between two spans, the largest difference first. */
export function revenueMovers(now: ReturnReport, before: ReturnReport): Mover[] {
  const movers = new Map<string, Mover>();
  for (const [which, report] of [
    ['now', now],
    ['before', before],
  ] as const)
    for (const { campaignId, name, revenue } of report.campaigns) {
      const known = movers.get(campaignId) ?? { campaignId, name, now: 0, before: 0 };
      movers.set(campaignId, { ...known, [which]: revenue.amountMinor });
    }
  return largest([...movers.values()]);
}

/** The campaigns whose first responses differ most. */
export function responseMovers({ changes }: ActivityReport): Mover[] {
  return largest(changes.responses);
}

function largest(movers: readonly Mover[]): Mover[] {
  const by = ({ now, before }: Mover): number => Math.abs(now - before);
  return movers
    .filter((mover) => by(mover) > 0)
    .sort((a, b) => by(b) - by(a) || a.name.localeCompare(b.name))
    .slice(0, most);
}

/** The points of a line without axes, in a box of `width` by `height`; flat where all values are the same. */
export function sparkline(values: readonly number[], { width, height }: { width: number; height: number }): string {
  const top = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, index) => `${round(index * step)},${round(height - (value / top) * height)}`).join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
