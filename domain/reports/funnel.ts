import { z } from 'zod';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';
import { Freshness } from './activity.ts';
import type { HourName } from './hours.ts';
import { Span } from './span.ts';

/** From a message that is sent to an opportunity that is won, in this order. */
export const funnelStages = [
  'sent',
  'delivered',
  'opened',
  'clicked',
  'responded',
  'lead',
  'opportunity',
  'won',
] as const;

/** One of the stages of the funnel. */
export type FunnelStage = (typeof funnelStages)[number];

const Counts = z.object(
  Object.fromEntries(funnelStages.map((stage) => [stage, z.int()])) as Record<FunnelStage, z.ZodInt>,
);

/** How many came to each stage. */
export type FunnelCounts = z.infer<typeof Counts>;

/** How many came to each stage on some days, beside the span before, and by campaign. Each is counted on the day on which it happened. */
export const FunnelReport = z.object({
  ...Span.shape,
  timeZone: z.string(),
  stages: z.array(
    z.object({
      stage: z.enum(funnelStages),
      value: z.int(),
      before: z.int(),
      /** Of the stage before it; null for the first, and where that is nothing. */
      ofPrevious: z.number().nullable(),
      /** Of what was sent. */
      ofSent: z.number().nullable(),
    }),
  ),
  before: Span,
  /** What the opportunities that were won are worth, less refunds, each once. */
  wonValue: Money,
  /** Those with most messages first; an opportunity that several touched is counted for each of them. */
  campaigns: z.array(z.object({ campaignId: Id, name: z.string(), values: Counts, wonValue: Money })),
  /** Campaigns that are left out because there are too many. */
  moreCampaigns: z.int(),
  freshness: Freshness,
});

/** How many came to each stage. */
export type FunnelReport = z.infer<typeof FunnelReport>;

/** What the hours of campaigns say of a funnel. */
export const funnelHours = [
  'sent',
  'hardBounces',
  'uniqueOpens',
  'uniqueClicks',
  'responses',
] as const satisfies HourName[];

/** What a funnel is made from. */
export interface FunnelFacts extends Record<(typeof funnelHours)[number], number> {
  leads: number;
  opportunities: number;
  won: number;
}

/** The counts of each stage; delivered is what was sent and did not bounce for good. */
export function funnelCounts(facts: FunnelFacts): FunnelCounts {
  return {
    sent: facts.sent,
    delivered: Math.max(0, facts.sent - facts.hardBounces),
    opened: facts.uniqueOpens,
    clicked: facts.uniqueClicks,
    responded: facts.responses,
    lead: facts.leads,
    opportunity: facts.opportunities,
    won: facts.won,
  };
}

/** The stages in their order, each as a share of the one before it and of what was sent. */
export function stagesOf(now: FunnelCounts, before: FunnelCounts): FunnelReport['stages'] {
  return funnelStages.map((stage, at) => {
    const previous = at === 0 ? null : now[funnelStages[at - 1]!];
    return {
      stage,
      value: now[stage],
      before: before[stage],
      ofPrevious: previous ? now[stage] / previous : null,
      ofSent: now.sent > 0 ? now[stage] / now.sent : null,
    };
  });
}
