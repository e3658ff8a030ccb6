import { allocate } from './allocate.ts';
import { Model, type ModelSettings } from './model.ts';
import type { Path } from './path.ts';
import { touchWeights } from './weights.ts';

/** Open amounts and won ones; they are never added up. */
export const measures = ['pipeline', 'revenue'] as const;

/** One of `measures`. */
export type Measure = (typeof measures)[number];

/** A touch that counts for an opportunity. */
export interface CountedTouch {
  touchId: string;
  personId: string;
  campaignId: string | null;
  channel: string;
  source: string;
  /** ISO 8601 */
  at: string;
}

/** What the credits of an opportunity follow from; amounts in minor units of the organisation's currency. */
export interface OpportunityFacts {
  /** `deleted` where it was taken away. */
  state: 'open' | 'won' | 'lost' | 'deleted';
  currency: string;
  /** Null without an exchange rate: nothing is credited until there is one. */
  valueMinor: number | null;
  openedAt: string;
  closedAt: string | null;
  /** When the last thing that was said of its stage happened. */
  changedAt: string;
  /** When the first of its people came to be a lead. */
  leadCreatedAt: string | null;
  /** Refunds of the won amount, as positive amounts. */
  refunds: { id: string; refundedOn: string; valueMinor: number | null }[];
  /** In the order of time. */
  touches: CountedTouch[];
}

/** What a share of an amount is for; the credits of one such key add up. */
export interface CreditKey {
  model: Model;
  measure: Measure;
  refundId: string | null;
  touchId: string;
  campaignId: string | null;
  channel: string;
  source: string;
  currency: string;
}

/** A share of an amount. */
export interface Credit extends CreditKey {
  personId: string;
  amountMinor: number;
}

/** How the models are set, and the fit that holds. */
export interface Crediting {
  settings: ModelSettings;
  fit: { version: number; effects: ReadonlyMap<string, number> } | null;
}

/**
 * All credits of an opportunity as they should stand: pipeline while it is open, revenue and its refunds while it is won, nothing
 * else. For each model, revenue and every refund add up to their amounts to the last minor unit.
 */
export function creditsOf(facts: OpportunityFacts, { settings, fit }: Crediting): Credit[] {
  const amounts = amountsOf(facts);
  if (amounts.length === 0 || facts.touches.length === 0) return [];
  const path = pathOf(facts);
  const weighing = { settings, effects: fit?.effects ?? new Map<string, number>() };
  return Model.options.flatMap((model) => {
    const weights = touchWeights(model, path, weighing);
    return amounts.flatMap(({ measure, refundId, amountMinor }) =>
      allocate(amountMinor, weights).flatMap((share, at) => {
        if (share === 0) return [];
        const { touchId, personId, campaignId, channel, source } = facts.touches[at]!;
        const { currency } = facts;
        return {
          model,
          measure,
          refundId,
          touchId,
          personId,
          campaignId,
          channel,
          source,
          currency,
          amountMinor: share,
        };
      }),
    );
  });
}

/** The opportunity as the models see it. */
function pathOf({ touches, leadCreatedAt, openedAt }: OpportunityFacts): Path {
  return {
    touches: touches.map(({ channel, at }) => ({ channel, atMs: Date.parse(at) })),
    leadCreatedMs: leadCreatedAt === null ? null : Date.parse(leadCreatedAt),
    opportunityCreatedMs: Date.parse(openedAt),
  };
}

interface Amount {
  measure: Measure;
  refundId: string | null;
  amountMinor: number;
}

function amountsOf({ state, valueMinor, refunds }: OpportunityFacts): Amount[] {
  if (valueMinor === null) return [];
  if (state === 'open') return [{ measure: 'pipeline', refundId: null, amountMinor: valueMinor }];
  if (state !== 'won') return [];
  return [
    { measure: 'revenue', refundId: null, amountMinor: valueMinor },
    ...refunds.flatMap(({ id, valueMinor: refunded }) =>
      refunded === null ? [] : { measure: 'revenue' as const, refundId: id, amountMinor: -refunded },
    ),
  ];
}
