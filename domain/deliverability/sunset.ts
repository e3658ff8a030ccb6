import type { Rule } from '../segments/rule.ts';

/** Days in which somebody has read nothing before they are better let go. */
export const sunsetDays = 180;

const within = (event: 'sent' | 'open' | 'click', op: 'atLeast' | 'exactly', times: number) =>
  ({
    kind: 'engagement',
    event,
    times: { op, count: times },
    withinDays: sunsetDays,
    campaignId: null,
    sourceId: null,
  }) as const;

/** Who got some messages and read none. */
export const sunsetRule = {
  kind: 'all',
  rules: [within('sent', 'atLeast', 3), within('open', 'exactly', 0), within('click', 'exactly', 0)],
} satisfies Rule;
