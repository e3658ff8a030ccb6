import type { NoFigure } from './figures.ts';

// Apart from the schema, which pages that only say them do without.

/** A reason as it stands beside "n/a". */
export const reasonWords: Record<NoFigure, string> = {
  no_budget: 'The campaign has no budget.',
  no_budget_rate: 'There is no exchange rate for the currency of the budget.',
  no_cost_rate: 'Some costs have no exchange rate yet.',
  no_cost: 'Nothing was spent yet.',
  no_responses: 'Nobody has responded yet.',
  no_leads: 'No lead says that it came from this campaign yet.',
  no_expected_revenue: 'The campaign has no expected revenue.',
  no_revenue_rate: 'There is no exchange rate for the currency of the expected revenue.',
  no_members: 'The campaign has no members yet.',
  none_sent: 'Nothing was sent yet.',
  none_delivered: 'Nothing was delivered yet.',
  not_started: 'The campaign has not started yet.',
};
