import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { count, money } from '../lib/format.ts';
import { rolledMoney } from './words.ts';

/** A figure of a campaign: its own, and summed with all below it. */
export interface RollUpRow {
  label: string;
  own: string;
  rolled: string;
}

const counts: [keyof Campaign['figures'], string][] = [
  ['members', 'Members'],
  ['responded', 'Responded'],
  ['sent', 'Sent'],
  ['delivered', 'Delivered'],
  ['uniqueOpens', 'Opened (people)'],
  ['uniqueClicks', 'Clicked (people)'],
  ['bounced', 'Bounced'],
  ['unsubscribed', 'Unsubscribed'],
  ['complaints', 'Complaints'],
];

const amounts: ['budgetedCost' | 'expectedRevenue', string][] = [
  ['budgetedCost', 'Budget'],
  ['expectedRevenue', 'Expected revenue'],
];

/** Every figure that rolls up, in the order in which it is shown; one more is one more line above. */
export function rollUpRows(campaign: Campaign): RollUpRow[] {
  const { figures, rollUp } = campaign;
  return [
    ...counts.map(([name, label]) => ({ label, own: count(figures[name]), rolled: count(rollUp.figures[name]) })),
    ...amounts.map(([name, label]) => ({ label, own: money(campaign[name]), rolled: rolledMoney(rollUp[name]) })),
    // Its own stands on the budget tab, line by line.
    { label: 'Spent', own: '', rolled: rolledMoney(rollUp.actualCost) },
  ];
}
