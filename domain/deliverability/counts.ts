/** What is counted of mail, by the hour it was sent in. `refused…`: given up at once, by SMTP; `bounced…`: a report came back later. */
export const deliveryNames = [
  'sent',
  'deferred',
  'refusedHard',
  'refusedSoft',
  'refusedPolicy',
  'bouncedHard',
  'bouncedSoft',
  'bouncedPolicy',
  'complained',
  'opened',
  'clicked',
  'unsubscribed',
] as const;

/** One of `deliveryNames`. */
export type DeliveryName = (typeof deliveryNames)[number];

/** How often each happened; a name that is left out never did. */
export type DeliveryCounts = Partial<Record<DeliveryName, number>>;

/** What rates are made of. `opened` and `clicked` are messages with a human one; `delivered` are those sent that did not come back. */
export interface DeliveryFigures {
  tried: number;
  sent: number;
  delivered: number;
  deferred: number;
  hardBounces: number;
  softBounces: number;
  policyBlocks: number;
  complaints: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
}

/** Puts refusals and reports together. */
export function figuresOf(counts: DeliveryCounts): DeliveryFigures {
  const of = (name: DeliveryName) => counts[name] ?? 0;
  const sent = of('sent');
  const back = of('bouncedHard') + of('bouncedSoft') + of('bouncedPolicy');
  return {
    tried: sent + of('refusedHard') + of('refusedSoft') + of('refusedPolicy'),
    sent,
    delivered: Math.max(0, sent - back),
    deferred: of('deferred'),
    hardBounces: of('refusedHard') + of('bouncedHard'),
    softBounces: of('refusedSoft') + of('bouncedSoft'),
    policyBlocks: of('refusedPolicy') + of('bouncedPolicy'),
    complaints: of('complained'),
    opened: of('opened'),
    clicked: of('clicked'),
    unsubscribed: of('unsubscribed'),
  };
}

/** What is left of counts without a part of them. Nothing is less than nothing: mail goes out between the reads of all and of the part. */
export function subtractCounts(all: DeliveryCounts, part: DeliveryCounts): DeliveryCounts {
  return Object.fromEntries(deliveryNames.map((name) => [name, Math.max(0, (all[name] ?? 0) - (part[name] ?? 0))]));
}

/** Adds counts up. */
export function addCounts(all: readonly DeliveryCounts[]): DeliveryCounts {
  const sum: DeliveryCounts = {};
  for (const counts of all)
    for (const name of deliveryNames) if (counts[name]) sum[name] = (sum[name] ?? 0) + counts[name];
  return sum;
}
