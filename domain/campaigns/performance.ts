import { z } from 'zod';
import { CostFigures, costFiguresOf, expectedRoi, spentPer, type ResultFacts } from '../costs/cost-figures.ts';
import { MoneyFigure, rate, RateFigure } from '../costs/figures.ts';
import { Currency } from '../money.ts';

/** How many people did something at least once, and how often it happened, by who did it. */
const Touches = z.object({ people: z.int(), human: z.int(), machine: z.int() });

/**
 * Every figure of a campaign. A rate whose denominator is missing is null with the reason, never 0. `delivered` is sent less hard
 * bounces; an open whose reader is hidden by an image proxy counts as a human's, a click of which nobody can say is apart.
 */
export const PerformanceFigures = CostFigures.extend({
  members: z.int(),
  responses: z.int(),
  /** Members in a status that counts as success. */
  successes: z.int(),
  responseRate: RateFigure,
  successRate: RateFigure,
  /** Leads that it brought: by the word of whoever made them, else by their first touch. */
  leads: z.int(),
  /** Those of its leads that marketing found worth a call. */
  mqls: z.int(),
  /** Qualified ÷ leads. */
  mqlRate: RateFigure,
  /** Leads ÷ members. */
  leadGenerationRate: RateFigure,
  /** Leads ÷ weeks since it started, of which the first counts whole. */
  leadsPerWeek: z.object({ value: z.number().nullable(), reason: RateFigure.shape.reason }),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  skipped: z.int(),
  uncertain: z.int(),
  opens: Touches,
  clicks: Touches.extend({ unknown: z.int() }),
  bounces: z.object({ hard: z.int(), soft: z.int(), policy: z.int() }),
  unsubscribes: z.int(),
  complaints: z.int(),
  replies: z.int(),
  /** Delivered ÷ sent. */
  deliveryRate: RateFigure,
  /** People who opened ÷ delivered. */
  openRate: RateFigure,
  /** People who clicked ÷ delivered. */
  clickRate: RateFigure,
  unsubscribeRate: RateFigure,
  complaintRate: RateFigure,
  costPerLead: MoneyFigure,
  /** (expected revenue − budget) ÷ budget. */
  expectedRoi: RateFigure,
});

/** Every figure of a campaign. */
export type PerformanceFigures = z.infer<typeof PerformanceFigures>;

/** A campaign's own figures, and those of it with all below it. Amounts are in the organisation's currency. */
export const Performance = z.object({
  currency: Currency,
  /** How many campaigns stand below it. */
  campaigns: z.int(),
  own: PerformanceFigures,
  /** Whoever is a member of two of them counts in both. */
  rolledUp: PerformanceFigures,
});

/** A campaign's own figures, and those of it with all below it. */
export type Performance = z.infer<typeof Performance>;

/** What the figures are made from: the money, the people, and the live counters by their name. */
export interface PerformanceFacts extends ResultFacts {
  counters: Record<string, number>;
  successes: number;
  leads: number;
  mqls: number;
  /** When the first of them started; null where none has. */
  startedAt: Date | null;
}

/** Every figure from its facts, as of `now`. */
export function performanceOf(facts: PerformanceFacts, now: Date): PerformanceFigures {
  const { responses, successes, leads, mqls } = facts;
  const members = facts.counters.members ?? 0;
  return {
    ...costFiguresOf(facts),
    members,
    responses,
    successes,
    responseRate: rate(responses, members, 'no_members'),
    successRate: rate(successes, members, 'no_members'),
    leads,
    mqls,
    mqlRate: rate(mqls, leads, 'no_leads'),
    leadGenerationRate: rate(leads, members, 'no_members'),
    leadsPerWeek: perWeek(leads, facts.startedAt, now),
    ...messagesOf(facts.counters),
    costPerLead: spentPer(facts, leads, 'no_leads'),
    expectedRoi: expectedRoi(facts),
  };
}

function messagesOf(counters: Record<string, number>) {
  const of = (name: string): number => counters[name] ?? 0;
  const delivered = of('sent') - of('hardBounces');
  const ofDelivered = (part: number) => rate(part, delivered, 'none_delivered');
  const skipped = Object.entries(counters).filter(([name]) => name.startsWith('skipped.'));
  return {
    sent: of('sent'),
    delivered,
    failed: of('failed'),
    skipped: skipped.reduce((sum, [, value]) => sum + value, 0),
    uncertain: of('uncertain'),
    opens: { people: of('uniqueOpens'), human: of('opens'), machine: of('machineOpens') },
    clicks: {
      people: of('uniqueClicks'),
      human: of('clicks'),
      machine: of('machineClicks'),
      unknown: of('unknownClicks'),
    },
    bounces: { hard: of('hardBounces'), soft: of('softBounces'), policy: of('policyBounces') },
    unsubscribes: of('unsubscribes'),
    complaints: of('complaints'),
    replies: of('replies'),
    deliveryRate: rate(delivered, of('sent'), 'none_sent'),
    openRate: ofDelivered(of('uniqueOpens')),
    clickRate: ofDelivered(of('uniqueClicks')),
    unsubscribeRate: ofDelivered(of('unsubscribes')),
    complaintRate: ofDelivered(of('complaints')),
  };
}

const week = 7 * 24 * 3600_000;

function perWeek(leads: number, startedAt: Date | null, now: Date): PerformanceFigures['leadsPerWeek'] {
  if (startedAt === null || startedAt > now) return { value: null, reason: 'not_started' };
  const weeks = Math.max(1, (now.getTime() - startedAt.getTime()) / week);
  return { value: Math.round((leads / weeks) * 100) / 100, reason: null };
}
