/** What can happen with a message or on a site. What machines opened or clicked does not count. */
export const engagementKinds = [
  'sent',
  'delivered',
  'open',
  'click',
  'reply',
  'bounce',
  'complaint',
  'unsubscribe',
  'page_view',
  'form',
  'custom',
] as const;

/** One of `engagementKinds`. */
export type EngagementKind = (typeof engagementKinds)[number];
