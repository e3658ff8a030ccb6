import type { CampaignReturns } from '../../../domain/roi/roi.ts';
import { areExact, count, money } from '../lib/format.ts';
import { percent } from '../roi/sentence.ts';
import { type EarnedColumn } from './list-query.ts';

/** What stands in the columns about what campaigns earned, by campaign; one about which nothing is known is not there. */
export type EarnedCells = Readonly<Record<string, Record<EarnedColumn, string>>>;

/** The cells of a page of the list: amounts are exact to the cent where one of their column is. */
export function earnedCells({ campaigns }: Pick<CampaignReturns, 'campaigns'>): EarnedCells {
  const isExact = areExact(campaigns.map(({ revenue }) => revenue));
  return Object.fromEntries(
    campaigns.map(({ campaignId, revenue, roiPercent, leads, opportunities }) => [
      campaignId,
      {
        earned: money(revenue, isExact),
        roi: percent(roiPercent),
        leads: count(leads),
        opportunities: count(opportunities),
      },
    ]),
  );
}
