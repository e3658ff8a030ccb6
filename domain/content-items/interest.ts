/** What people do with an item: a click on a link to it, a visit of its page, a form or another answer on it. */
export type EngagementKind = 'click' | 'page_view' | 'form' | 'custom';

/** That somebody did something with an item, and when. */
export interface Engagement {
  itemId: string;
  kind: EngagementKind;
  at: Date;
}

/** What of somebody's is worth how much now: items that they had, and the topics of these. */
export interface InterestProfile {
  items: ReadonlyMap<string, number>;
  topics: ReadonlyMap<string, number>;
}

/** After so many days an engagement says half as much of what somebody wants to read next. */
export const interestHalfLifeDays = 45;

/** After so many days a reader counts half for what is popular now. */
export const popularityHalfLifeDays = 30;

const weights: Record<EngagementKind, number> = { click: 1, page_view: 1, form: 2, custom: 1.5 };

/** How much an engagement says at a moment: by its kind, halved with each half-life that has passed. */
export function weightOf(
  { kind, at }: Omit<Engagement, 'itemId'>,
  now: Date,
  halfLifeDays = interestHalfLifeDays,
): number {
  const days = Math.max(0, (now.getTime() - at.getTime()) / 86_400_000);
  return weights[kind] * 0.5 ** (days / halfLifeDays);
}

/**
 * The interest profile of somebody: each item by what was done with it last and most (coming back to a page ten times is not ten times the
 * interest), each topic by the items that have it.
 */
export function profileOf(
  engagements: readonly Engagement[],
  { now, topicsOf }: { now: Date; topicsOf: (itemId: string) => readonly string[] },
): InterestProfile {
  const items = new Map<string, number>();
  for (const one of engagements) items.set(one.itemId, Math.max(items.get(one.itemId) ?? 0, weightOf(one, now)));
  const topics = new Map<string, number>();
  for (const [itemId, weight] of items)
    for (const topic of topicsOf(itemId)) topics.set(topic, (topics.get(topic) ?? 0) + weight);
  return { items, topics };
}
