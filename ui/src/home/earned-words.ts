import type { EarnedByCampaigns } from '../../../domain/overview/earned.ts';
import { money, plural } from '../lib/format.ts';

/** "4 other campaigns earned €31,200 on €2,000 spent." */
export function othersEarned({ others }: Pick<EarnedByCampaigns, 'others'>, currency: string): string {
  const of = (amountMinor: number): string => money({ amountMinor, currency });
  const { campaigns, revenueMinor, costMinor } = others;
  return `${plural(campaigns, 'other campaign', 'other campaigns')} earned ${of(revenueMinor)} on ${of(costMinor)} spent.`;
}
