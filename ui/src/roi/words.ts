import { returnOf } from '../../../domain/roi/roi.ts';
import type { Days } from '../attribution/calls.ts';
import { none, perCent, plural } from '../lib/format.ts';
import type { Figures } from './sentence.ts';

/** The part of an address that shows the leads that a campaign brought on some days; without a campaign, that any did. */
export function leadsOf(campaignId: string | undefined, { from, to }: Days): Record<string, string | undefined> {
  return { sourceCampaignId: campaignId ?? 'any', leadFrom: from, leadTo: to };
}

/** 0.2 → "20 %"; null as n/a. */
export const rate = (value: number | null): string => (value === null ? none : perCent((value * 100).toFixed(1)));

/** Why there is no ROI; empty where there is one. */
export function whyNoRoi({ roi, costsWithoutRate }: { roi: number | null; costsWithoutRate: number }): string {
  if (roi !== null) return '';
  return costsWithoutRate > 0
    ? `${plural(costsWithoutRate, 'cost line has', 'cost lines have')} no exchange rate, so that what it cost is not known.`
    : 'Nothing was spent, so there is nothing to divide by.';
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
