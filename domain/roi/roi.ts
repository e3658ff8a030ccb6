import { z } from 'zod';
import { Basis } from '../attribution/report.ts';
import { costPer, returnOnInvestment } from '../costs/figures.ts';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';

/** What a campaign cost and earned. A figure with nothing to divide by is null, never 0 and never infinite. */
export const CampaignReturn = z.object({
  campaignId: Id,
  name: z.string(),
  /** Won and credited to it by the model, less refunds. */
  revenue: Money,
  pipeline: Money,
  /** What was spent. */
  cost: Money,
  /** Costs without an exchange rate: they are in no sum. */
  costsWithoutRate: z.int(),
  /** (revenue − cost) ÷ cost in per cent. */
  roiPercent: z.number().nullable(),
  members: z.int(),
  responses: z.int(),
  /** Leads that it brought. */
  leads: z.int(),
  /** Those of its leads that were qualified. */
  mqls: z.int(),
  /** Opportunities that it touched. */
  opportunities: z.int(),
  costPerResponse: Money.nullable(),
  costPerLead: Money.nullable(),
  costPerOpportunity: Money.nullable(),
  /** Leads ÷ members. */
  leadRate: z.number().nullable(),
  /** MQL ÷ leads. */
  mqlRate: z.number().nullable(),
});

/** What a campaign cost and earned. */
export type CampaignReturn = z.infer<typeof CampaignReturn>;

/** How fast pipeline becomes money: opportunities × win rate × average amount ÷ cycle days. */
export const Velocity = z.object({
  /** Opportunities that are open. */
  opportunities: z.int(),
  /** Won ÷ (won + lost). */
  winRate: z.number().nullable(),
  averageAmount: Money.nullable(),
  cycleDays: z.number().nullable(),
  perDay: Money.nullable(),
});

/** What campaigns cost and earned, each and together. */
export const ReturnReport = z.object({
  basis: Basis,
  campaigns: z.array(CampaignReturn),
  total: CampaignReturn.omit({ campaignId: true, name: true }),
  velocity: Velocity,
});

/** What some campaigns cost and earned up to now, by the usual model, and all of them together. */
export const CampaignReturns = ReturnReport.pick({ campaigns: true, total: true });

/** What some campaigns cost and earned up to now. */
export type CampaignReturns = z.infer<typeof CampaignReturns>;

/** What campaigns cost and earned. */
export type ReturnReport = z.infer<typeof ReturnReport>;

/** What returns are made from; amounts in minor units of the organisation's currency. */
export interface ReturnFacts {
  revenueMinor: number;
  pipelineMinor: number;
  costMinor: number;
  costsWithoutRate: number;
  members: number;
  responses: number;
  leads: number;
  mqls: number;
  opportunities: number;
}

/** The figures of a campaign, or of all of them, from its facts. */
export function returnOf(facts: ReturnFacts, currency: string): Omit<CampaignReturn, 'campaignId' | 'name'> {
  const { revenueMinor, pipelineMinor, costMinor, costsWithoutRate, ...counts } = facts;
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  const isCostKnown = costsWithoutRate === 0 && costMinor > 0;
  const per = (count: number): Money | null => {
    const amountMinor = isCostKnown ? costPer(costMinor, count) : null;
    return amountMinor === null ? null : money(amountMinor);
  };
  return {
    ...counts,
    revenue: money(revenueMinor),
    pipeline: money(pipelineMinor),
    cost: money(costMinor),
    costsWithoutRate,
    roiPercent: isCostKnown ? returnOnInvestment(revenueMinor, costMinor) : null,
    costPerResponse: per(counts.responses),
    costPerLead: per(counts.leads),
    costPerOpportunity: per(counts.opportunities),
    leadRate: ratio(counts.leads, counts.members),
    mqlRate: ratio(counts.mqls, counts.leads),
  };
}

/** What velocity is made from. */
export interface VelocityFacts {
  open: number;
  won: number;
  lost: number;
  /** The average won amount; null if nothing was won. */
  averageMinor: number | null;
  /** The mean of days from opening to winning. */
  cycleDays: number | null;
}

/** 20 opportunities, won 25 %, 12,000 on average, 60 days: 1,000 a day. */
export function velocityOf(facts: VelocityFacts, currency: string): z.infer<typeof Velocity> {
  const { open, won, lost, averageMinor, cycleDays } = facts;
  const winRate = ratio(won, won + lost);
  const perDay =
    winRate === null || averageMinor === null || cycleDays === null || cycleDays <= 0
      ? null
      : Math.round((open * winRate * averageMinor) / cycleDays);
  const money = (amountMinor: number | null) => (amountMinor === null ? null : { amountMinor, currency });
  return { opportunities: open, winRate, averageAmount: money(averageMinor), cycleDays, perDay: money(perDay) };
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
