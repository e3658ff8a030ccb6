import type { CohortMeasure } from './cohort.ts';
import type { FunnelStage } from './funnel.ts';
import type { HourName } from './hours.ts';
import type { Period } from './span.ts';

/** What the figures of a report are called, in the order in which they are offered. */
export const figureWords: Record<HourName, string> = {
  sent: 'Messages sent',
  uniqueOpens: 'Messages opened',
  uniqueClicks: 'Messages clicked',
  opens: 'Opens',
  clicks: 'Clicks by people',
  replies: 'Replies',
  responses: 'First responses',
  members: 'New members',
  pageViews: 'Page views',
  forms: 'Forms submitted',
  unsubscribes: 'Unsubscribed',
  complaints: 'Complaints',
  hardBounces: 'Hard bounces',
  machineOpens: 'Opens by machines',
  machineClicks: 'Clicks by machines',
  unknownClicks: 'Unclassified clicks',
};

/** The periods that are offered. */
export const periodWords: Record<Period, string> = {
  last7: 'Last 7 days',
  last30: 'Last 30 days',
  last90: 'Last 90 days',
  last365: 'Last 365 days',
  thisMonth: 'This month',
  lastMonth: 'Last month',
  thisQuarter: 'This quarter',
  lastQuarter: 'Last quarter',
  thisYear: 'This year',
};

/** The days of the week, Monday first. */
export const weekdayWords = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The stages of a funnel, in their order. */
export const stageWords: Record<FunnelStage, string> = {
  sent: 'Sent',
  delivered: 'Delivered',
  opened: 'Opened by people',
  clicked: 'Clicked by people',
  responded: 'Responded',
  lead: 'Leads',
  opportunity: 'Opportunities',
  won: 'Won',
};

/** What a cohort of leads is measured by. */
export const measureWords: Record<CohortMeasure, string> = {
  responses: 'Responded to a campaign',
  conversions: 'Became contacts',
  revenue: 'Revenue',
};
