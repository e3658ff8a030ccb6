import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Basis } from '../attribution/report.ts';
import { Id } from '../ids.ts';
import { addDays, daysOf, Span } from '../reports/span.ts';
import { EarnedByCampaigns } from './earned.ts';

/** The spans over which success is measured: so many days up to today. */
export const SuccessPeriod = z.enum(['last30', 'last90', 'last365']);

/** One of the spans over which success is measured. */
export type SuccessPeriod = z.infer<typeof SuccessPeriod>;

const Metric = z.object({
  /** Null where a fact is missing. */
  value: z.number().nullable(),
  /** The same for the span before; of pipeline, on its last day. */
  before: z.number().nullable(),
  /** What has to come in before there is a value, in words; empty where there is one. */
  missing: z.array(z.string()),
  /** What the figure was on days from the last one of the span before up to today, each over as many days. */
  trend: z.array(z.object({ day: Day, value: z.number().nullable() })),
  /** Whether `campaigns` add up to the difference to before, or, where there is no before, to the value. */
  explains: z.enum(['change', 'value']),
  /** What each campaign did to the figure, in its unit; those that did most, whichever way, first. */
  campaigns: z.array(z.object({ campaignId: Id, name: z.string(), by: z.number() })),
  /** How many others did something to it, and what they did together. */
  others: z.object({ campaigns: z.int(), by: z.number() }),
});

/** A success metric with its trend and what explains it. */
export type SuccessMetric = z.infer<typeof Metric>;

/** The three success metrics over a span of days, beside the span before. */
export const SuccessReport = z.object({
  ...Span.shape,
  before: Span,
  basis: Basis,
  countedAt: z.iso.datetime(),
  /** (attributed won revenue − actual cost) ÷ actual cost, as a fraction. */
  roi: Metric,
  /** Amount of the opportunities open today that campaigns touched, each once; minor units. */
  pipelineInfluenced: Metric,
  /** Leads acquired by campaigns ÷ members that came to them. */
  leadGenerationRate: Metric,
  /** What each campaign earned on these days. */
  earned: EarnedByCampaigns,
  /** What the fractions are made from. */
  parts: z.object({
    revenueMinor: z.int(),
    costMinor: z.int(),
    costsWithoutRate: z.int(),
    leads: z.int(),
    members: z.int(),
  }),
});

/** The three success metrics over a span of days. */
export type SuccessReport = z.infer<typeof SuccessReport>;

/** What happened on some days; amounts in minor units. */
export interface SuccessFacts {
  revenueMinor: number;
  costMinor: number;
  /** Cost lines without an exchange rate: with one, nobody knows what was spent. */
  costsWithoutRate: number;
  leads: number;
  members: number;
}

/** The facts of one day, all campaigns together. */
export type DayFacts = SuccessFacts & { day: string };

/** The facts of a campaign in the span and in the one before. */
export interface CampaignFacts {
  campaignId: string;
  name: string;
  now: SuccessFacts;
  before: SuccessFacts;
}

/** A figure that is one sum divided by another. */
interface Ratio {
  part: number;
  /** Null where it is not known. */
  whole: number | null;
}

/** Nothing happened. */
export const noFacts: SuccessFacts = { revenueMinor: 0, costMinor: 0, costsWithoutRate: 0, leads: 0, members: 0 };

/** How many campaigns are named. */
const named = 3;

/** How many points a trend has. */
const points = 13;

/** The days on which a trend is said: from the last day of the span before to the last of the span, evenly. */
export function trendDays(span: Span): string[] {
  const days = daysOf(span);
  return Array.from({ length: points }, (_, at) => addDays(span.from, Math.round((at * days) / (points - 1)) - 1));
}

/** ROI of a span; `days` reach back to the first day of the span before. */
export function roiMetric(input: { span: Span; days: readonly DayFacts[]; campaigns: readonly CampaignFacts[] }) {
  return ratioMetric(input, {
    ratioOf: ({ revenueMinor, costMinor, costsWithoutRate }) => ({
      part: revenueMinor - costMinor,
      whole: costsWithoutRate > 0 ? null : costMinor,
    }),
    missingOf: ({ revenueMinor, costMinor, costsWithoutRate }) => [
      ...(costsWithoutRate > 0 ? ['A cost has no exchange rate, so that what was spent is not known.'] : []),
      ...(costsWithoutRate === 0 && costMinor <= 0
        ? [`Nothing was spent on these days${revenueMinor > 0 ? ', so there is nothing to divide by' : ''}.`]
        : []),
    ],
  });
}

/** Lead generation rate of a span, as `roiMetric`. */
export function leadRateMetric(input: { span: Span; days: readonly DayFacts[]; campaigns: readonly CampaignFacts[] }) {
  return ratioMetric(input, {
    ratioOf: ({ leads, members }) => ({ part: leads, whole: members }),
    missingOf: ({ members }) => (members <= 0 ? ['Nobody came to a campaign on these days.'] : []),
  });
}

/** What was open at the end of a day and touched by then. */
export interface OpenOnDay {
  day: string;
  valueMinor: number;
}

/** What of a campaign's is in the pipeline now and before: an opportunity that several touched counts a part for each. */
export interface CampaignPipeline {
  campaignId: string;
  name: string;
  nowMinor: number;
  beforeMinor: number;
}

/** Influenced pipeline: what is open on the last day of the trend beside the first. */
export function pipelineMetric(input: {
  trend: readonly OpenOnDay[];
  campaigns: readonly CampaignPipeline[];
  hasOpportunities: boolean;
}): SuccessMetric {
  const trend = input.trend.map(({ day, valueMinor }) => ({ day, value: valueMinor }));
  const moves = input.campaigns.map(({ nowMinor, beforeMinor, ...campaign }) => ({
    ...campaign,
    by: Math.round(nowMinor - beforeMinor),
  }));
  return {
    value: input.hasOpportunities ? (trend.at(-1)?.value ?? 0) : null,
    before: input.hasOpportunities ? (trend[0]?.value ?? 0) : null,
    missing: input.hasOpportunities ? [] : ['No opportunity has come in yet.'],
    trend,
    explains: 'change',
    ...explained(moves),
  };
}

function ratioMetric(
  { span, days, campaigns }: { span: Span; days: readonly DayFacts[]; campaigns: readonly CampaignFacts[] },
  { ratioOf, missingOf }: { ratioOf: (facts: SuccessFacts) => Ratio; missingOf: (facts: SuccessFacts) => string[] },
): SuccessMetric {
  const length = daysOf(span);
  const upTo = (last: string) => sumOf(days.filter(({ day }) => day <= last && day > addDays(last, -length)));
  const trend = trendDays(span).map((day) => ({ day, value: quotient(ratioOf(upTo(day))) }));
  const [now, before] = [upTo(span.to), upTo(addDays(span.from, -1))];
  const value = quotient(ratioOf(now));
  const former = quotient(ratioOf(before));
  const moves = campaigns.map(({ campaignId, name, ...facts }) => ({
    campaignId,
    name,
    by: contribution({ now: ratioOf(facts.now), before: ratioOf(facts.before) }, { former, whole: ratioOf(now).whole }),
  }));
  return {
    value,
    before: former,
    missing: value === null ? missingOf(now) : [],
    trend,
    explains: former === null ? 'value' : 'change',
    ...explained(value === null ? [] : moves),
  };
}

/**
 * What a campaign did to a quotient: what it added to the part beyond what its addition to the whole would have brought at the former
 * quotient. Over all campaigns that is exactly the difference; without a former quotient it is the campaign's part of the value.
 */
function contribution(
  { now, before }: { now: Ratio; before: Ratio },
  { former, whole }: { former: number | null; whole: number | null },
): number {
  if (whole === null || whole <= 0) return 0;
  if (former === null) return now.part / whole;
  return (now.part - before.part - former * ((now.whole ?? 0) - (before.whole ?? 0))) / whole;
}

function quotient({ part, whole }: Ratio): number | null {
  return whole !== null && whole > 0 ? part / whole : null;
}

/** The facts of several days or campaigns together. */
export function sumOf(facts: readonly SuccessFacts[]): SuccessFacts {
  const sum = { ...noFacts };
  for (const one of facts) for (const name of Object.keys(sum) as (keyof SuccessFacts)[]) sum[name] += one[name];
  return sum;
}

function explained(moves: readonly SuccessMetric['campaigns'][number][]): Pick<SuccessMetric, 'campaigns' | 'others'> {
  const moved = moves
    .filter(({ by }) => by !== 0)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || a.name.localeCompare(b.name));
  const rest = moved.slice(named);
  return {
    campaigns: moved.slice(0, named),
    others: { campaigns: rest.length, by: rest.reduce((sum, { by }) => sum + by, 0) },
  };
}
