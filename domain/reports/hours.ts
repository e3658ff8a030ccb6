/** What a message's own moments tell of, hour by hour. */
export const messageHours = [
  'sent',
  'uniqueOpens',
  'uniqueClicks',
  'unsubscribes',
  'hardBounces',
  'complaints',
] as const;

/** What single events tell of; `opens` are those that are not a machine's, `clicks` are a person's. */
export const eventHours = [
  'opens',
  'machineOpens',
  'clicks',
  'machineClicks',
  'unknownClicks',
  'replies',
  'pageViews',
  'forms',
] as const;

/** What is kept of a campaign hour by hour. `responses` are first responses of members, at the moment that never moves. */
export const hourNames = [...messageHours, ...eventHours, 'members', 'responses'] as const;

/** The name of what is counted. */
export type HourName = (typeof hourNames)[number];

/** Under which name an event is kept; null for a kind that is told by its message, or that no report is about. */
export function eventHourOf(event: { kind: string; verdict: string }): (typeof eventHours)[number] | null {
  switch (event.kind) {
    case 'open':
      return event.verdict === 'machine' ? 'machineOpens' : 'opens';
    case 'click':
      if (event.verdict === 'human') return 'clicks';
      return event.verdict === 'machine' ? 'machineClicks' : 'unknownClicks';
    case 'reply':
      return 'replies';
    case 'page_view':
      return 'pageViews';
    case 'form':
      return 'forms';
    default:
      return null;
  }
}
