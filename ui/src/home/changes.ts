import type { ActivityReport } from '../../../domain/reports/activity.ts';

/** A campaign by which a figure moved; `by` is the difference. */
export interface Mover {
  campaignId: string;
  name: string;
  now: number;
  before: number;
}

/** How many campaigns explain a change on the start page. */
const most = 3;

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

/**
 * The lines of a trend in a box, from its lowest value at the foot to its highest: one for each stretch without a gap. Nothing where there
 * are fewer than two values.
 */
export function gapped(
  values: readonly (number | null)[],
  { width, height }: { width: number; height: number },
): string[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number): number => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  const step = width / (values.length - 1);
  const lines: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) lines.push([]);
    else lines.at(-1)!.push(`${round(index * step)},${round(y(value))}`);
  }
  return lines.filter((line) => line.length > 1).map((line) => line.join(' '));
}

const round = (value: number): number => Math.round(value * 10) / 10;
