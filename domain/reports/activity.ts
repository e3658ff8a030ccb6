import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { hourNames, type HourName } from './hours.ts';
import { Span, Unit } from './span.ts';

/** Figures by name; what did not happen is 0. */
const Values = z.object(byName(z.int()));

/** What happened in a day, week or month that begins on `start`. */
const Point = z.object({ start: Day, values: Values });

/** What a campaign had in the span and in the one before. */
const Change = z.object({ campaignId: Id, name: z.string(), now: z.int(), before: z.int() });

/** How up to date the figures are: what people did that is not counted yet, and since when the oldest of it waits. */
export const Freshness = z.object({
  countedAt: z.iso.datetime(),
  waiting: z.int(),
  waitingSince: z.iso.datetime().nullable(),
});

/** What campaigns did and what came back over time, beside the span before, and which campaigns explain the difference. */
export const ActivityReport = z.object({
  ...Span.shape,
  unit: Unit,
  timeZone: z.string(),
  series: z.array(Point),
  totals: Values,
  before: z.object({ ...Span.shape, totals: Values, series: z.array(Point) }),
  /** By figure: the campaigns that moved it most, whichever way. */
  changes: z.object(byName(z.array(Change))),
  freshness: Freshness,
});

/** What campaigns did and what came back over time. */
export type ActivityReport = z.infer<typeof ActivityReport>;

/** What one campaign had of one figure in two spans. */
export interface CampaignTotal {
  campaignId: string;
  campaignName: string;
  name: HourName;
  now: number;
  before: number;
}

/** The same for every figure. */
function byName<Value>(value: Value): Record<HourName, Value> {
  return Object.fromEntries(hourNames.map((name) => [name, value])) as Record<HourName, Value>;
}

/** How many campaigns explain a change. */
const explaining = 5;

/** Figures with nothing left out. */
export function filled(values: Partial<Record<HourName, number>>): Record<HourName, number> {
  return Object.fromEntries(hourNames.map((name) => [name, values[name] ?? 0])) as Record<HourName, number>;
}

/** The sum of each figure over campaigns, in the span or in the one before. */
export function totalsOf(rows: readonly CampaignTotal[], which: 'now' | 'before'): Record<HourName, number> {
  const sums = filled({});
  for (const row of rows) sums[row.name] += row[which];
  return sums;
}

/** By figure: the campaigns whose difference is largest, first; those without one are left out. */
export function changesOf(rows: readonly CampaignTotal[]): ActivityReport['changes'] {
  const differences = rows.filter(({ now, before }) => now !== before);
  const moved = (row: CampaignTotal): number => Math.abs(row.now - row.before);
  return Object.fromEntries(
    hourNames.map((name) => [
      name,
      differences
        .filter((row) => row.name === name)
        .sort((a, b) => moved(b) - moved(a) || a.campaignName.localeCompare(b.campaignName))
        .slice(0, explaining)
        .map(({ campaignId, campaignName, now, before }) => ({ campaignId, name: campaignName, now, before })),
    ]),
  ) as ActivityReport['changes'];
}
