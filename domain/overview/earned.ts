import { z } from 'zod';
import { Id } from '../ids.ts';

/** What a campaign earned, cost and brought; amounts in minor units of the organisation's currency. */
export const CampaignEarned = z.object({
  campaignId: Id,
  name: z.string(),
  /** Won and credited to it, less refunds. */
  revenueMinor: z.int(),
  costMinor: z.int(),
  /** Cost lines without an exchange rate: with one, nobody knows what was spent. */
  costsWithoutRate: z.int(),
  /** (revenue − cost) ÷ cost, as a fraction; null where nothing was spent or it is not known. */
  roi: z.number().nullable(),
  leads: z.int(),
});

/** What a campaign earned, cost and brought. */
export type CampaignEarned = z.infer<typeof CampaignEarned>;

/** What campaigns earned, those that earned most first, and all others together. */
export const EarnedByCampaigns = z.object({
  campaigns: z.array(CampaignEarned),
  others: CampaignEarned.omit({ campaignId: true, name: true }).extend({ campaigns: z.int() }),
});

/** What campaigns earned, those that earned most first, and all others together. */
export type EarnedByCampaigns = z.infer<typeof EarnedByCampaigns>;

type Sums = Pick<CampaignEarned, 'revenueMinor' | 'costMinor' | 'costsWithoutRate' | 'leads'>;

/** How many campaigns are named. */
const named = 6;

/**
 * What each campaign earned over a span: the sums that the ROI of all of them is made from. A campaign that neither earned, cost nor
 * brought anything in it is not among them.
 */
export function earnedByCampaigns(
  facts: readonly { campaignId: string; name: string; now: Sums }[],
): EarnedByCampaigns {
  const all = facts
    .map(({ campaignId, name, now }) => ({ campaignId, name, ...sumsOf([now]) }))
    .filter((earned) => keys.some((key) => earned[key] !== 0))
    .sort(
      (a, b) =>
        b.revenueMinor - a.revenueMinor ||
        b.leads - a.leads ||
        b.costMinor - a.costMinor ||
        a.name.localeCompare(b.name),
    );
  const rest = all.slice(named);
  return {
    campaigns: all.slice(0, named).map(withRoi),
    others: withRoi({ campaigns: rest.length, ...sumsOf(rest) }),
  };
}

const nothing: Sums = { revenueMinor: 0, costMinor: 0, costsWithoutRate: 0, leads: 0 };
const keys = Object.keys(nothing) as (keyof Sums)[];

function sumsOf(some: readonly Sums[]): Sums {
  const sums = { ...nothing };
  for (const one of some) for (const key of keys) sums[key] += one[key];
  return sums;
}

function withRoi<T extends Sums>(earned: T): T & { roi: number | null } {
  const { revenueMinor, costMinor, costsWithoutRate } = earned;
  const isKnown = costsWithoutRate === 0 && costMinor > 0;
  return { ...earned, roi: isKnown ? (revenueMinor - costMinor) / costMinor : null };
}
