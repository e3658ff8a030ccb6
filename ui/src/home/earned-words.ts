import type { CampaignEarned, EarnedByCampaigns } from '../../../domain/overview/earned.ts';
import { money, plural } from '../lib/format.ts';

/** Why a campaign has no ROI; empty where it has one. */
export function whyNoRoi({ roi, costsWithoutRate }: Pick<CampaignEarned, 'roi' | 'costsWithoutRate'>): string {
  if (roi !== null) return '';
  return costsWithoutRate > 0
    ? `${plural(costsWithoutRate, 'cost line has', 'cost lines have')} no exchange rate, so that what it cost is not known.`
    : 'Nothing was spent, so there is nothing to divide by.';
}

/** "4 other campaigns earned €31,200 on €2,000 spent." */
export function othersEarned({ others }: Pick<EarnedByCampaigns, 'others'>, currency: string): string {
  const of = (amountMinor: number): string => money({ amountMinor, currency });
  const { campaigns, revenueMinor, costMinor } = others;
  return `${plural(campaigns, 'other campaign', 'other campaigns')} earned ${of(revenueMinor)} on ${of(costMinor)} spent.`;
}
