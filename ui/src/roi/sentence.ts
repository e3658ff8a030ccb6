import type { CampaignReturn } from '../../../domain/roi/roi.ts';
import { money, none } from '../lib/format.ts';

/** The figures of one campaign, or of all. */
export type Figures = Omit<CampaignReturn, 'campaignId' | 'name'>;

/** 75.44 → "+75.44 %"; null as n/a. */
export function percent(value: number | null): string {
  if (value === null) return none;
  return `${value > 0 ? '+' : ''}${value.toLocaleString('en-GB', { maximumFractionDigits: 2 }).replace('-', '−')}\u00a0%`;
}

/**
 * "Earned €20,000 on €11,400 spent: ROI +75.44 %."; `withBelow`: of a campaign with those below it. `model`: by which it was earned, in words,
 * where nothing else on the page says so.
 */
export function returnSentence(figures: Figures, { withBelow = false, model = '' } = {}): string {
  const { revenue, cost, roiPercent, costsWithoutRate } = figures;
  if (isNothing(figures)) return 'Nothing earned and nothing spent.';
  const earned = `${withBelow ? 'With those below it, it earned' : 'Earned'} ${money(revenue)}`;
  const by = model && `, by the ${model} model`;
  if (roiPercent !== null) return `${earned} on ${money(cost)} spent: ROI ${percent(roiPercent)}${by}.`;
  return `${earned} ${costsWithoutRate > 0 ? 'on a cost that is not known' : 'with nothing spent'}${by}.`;
}

/** Whether nothing was earned and nothing spent. */
export function isNothing({ revenue, cost, costsWithoutRate }: Figures): boolean {
  return revenue.amountMinor === 0 && cost.amountMinor === 0 && costsWithoutRate === 0;
}
