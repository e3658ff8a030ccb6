import { returnOf, type CampaignReturn } from '../../../domain/roi/roi.ts';
import type { Days } from '../attribution/calls.ts';
import { money, none, perCent, plural } from '../lib/format.ts';

/** The figures of one campaign, or of all. */
export type Figures = Omit<CampaignReturn, 'campaignId' | 'name'>;

/** The part of an address that shows the leads that a campaign brought on some days; without a campaign, that any did. */
export function leadsOf(campaignId: string | undefined, { from, to }: Days): Record<string, string | undefined> {
  return { sourceCampaignId: campaignId ?? 'any', leadFrom: from, leadTo: to };
}

/** 75.44 → "+75.44 %"; null as n/a. */
export function percent(value: number | null): string {
  if (value === null) return none;
  return `${value > 0 ? '+' : ''}${value.toLocaleString('en-GB', { maximumFractionDigits: 2 }).replace('-', '−')}\u00a0%`;
}

/** 0.2 → "20 %"; null as n/a. */
export const rate = (value: number | null): string => (value === null ? none : perCent((value * 100).toFixed(1)));

/** Why there is no ROI; empty where there is one. */
export function whyNoRoi({ roiPercent, costsWithoutRate, cost }: Figures): string {
  if (roiPercent !== null) return '';
  if (costsWithoutRate > 0)
    return `${plural(costsWithoutRate, 'cost line has', 'cost lines have')} no exchange rate, so that what it cost is not known.`;
  return cost.amountMinor <= 0 ? 'Nothing was spent, so there is nothing to divide by.' : '';
}

/** "Earned €20,000 on €11,400 spent: ROI +75.44 %." */
export function returnSentence(figures: Figures): string {
  const earned = `Earned ${money(figures.revenue)} on ${money(figures.cost)} spent`;
  return figures.roiPercent === null
    ? `${earned}. ${whyNoRoi(figures)}`
    : `${earned}: ROI ${percent(figures.roiPercent)}.`;
}

/** The figures of a campaign about which nothing is known yet. */
export const noReturn = (currency: string): Figures =>
  returnOf(
    {
      revenueMinor: 0,
      pipelineMinor: 0,
      costMinor: 0,
      costsWithoutRate: 0,
      members: 0,
      responses: 0,
      leads: 0,
      mqls: 0,
      opportunities: 0,
    },
    currency,
  );
