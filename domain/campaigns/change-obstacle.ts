import type { CampaignChange } from './campaign.ts';

/** What of a campaign hangs on its type. */
export interface Holdings {
  /** Whether anybody is a member: each has a status of the type. */
  hasMembers: boolean;
  /** Whether one of its drips has a step that gives members a status. */
  setsStatus: boolean;
}

/** The campaign before a change, as far as it matters here. */
export interface Typed {
  campaignTypeId: string;
  currency: string;
  budgetedCostMinor: number | null;
  expectedRevenueMinor: number | null;
}

/**
 * Why the type or the currency of a campaign cannot be changed as it stands, with the field and the mend; null where it can. Statuses
 * belong to one type, and an amount is no other amount because its currency is called differently. (Lines of
 * cost have currencies of their own and stay what they are.)
 */
export function changeObstacle(
  before: Typed,
  change: CampaignChange,
  { hasMembers, setsStatus }: Holdings,
): { path: string; message: string } | null {
  if (change.campaignTypeId !== undefined && change.campaignTypeId !== before.campaignTypeId) {
    const path = 'campaignTypeId';
    if (hasMembers)
      return {
        path,
        message:
          'Its members have statuses of the type that it is of. Copy the campaign and give the copy another type, or remove its members first.',
      };
    if (setsStatus)
      return {
        path,
        message: 'A step of its drips gives members a status of the type that it is of; take the step out first.',
      };
  }
  if (change.currency === undefined || change.currency === before.currency) return null;
  const kept = (['budgetedCost', 'expectedRevenue'] as const).find(
    (name) => before[`${name}Minor`] !== null && change[name] === undefined,
  );
  if (!kept) return null;
  const what = kept === 'budgetedCost' ? 'budget' : 'expected revenue';
  return {
    path: kept,
    message: `Its ${what} is an amount in ${before.currency}; give the amount in ${change.currency} (or null) with the new currency.`,
  };
}
