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

/** Those that have names of the tenant's own: pages, forms, and what happens in other systems. */
export const namedKinds: readonly EngagementKind[] = ['page_view', 'form', 'custom'];

/** One of `engagementKinds`. */
export type EngagementKind = (typeof engagementKinds)[number];
