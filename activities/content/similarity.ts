import { heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { listAllEngagements, type PersonEngagement } from '../../db/queries/content-items/engagements.ts';
import { hasContentItems, putContentRound, type ComparedItem } from '../../db/queries/content-items/rounds.ts';
import { popularityHalfLifeDays, weightOf } from '../../domain/content-items/interest.ts';
import { compare } from '../../domain/content-items/measure.ts';
import { neighboursOf, popularityOf, type Interaction } from '../../domain/content-items/similarity.ts';
import { itemPlaces } from '../../domain/content/recommended-block.ts';
import type { ContentRef } from '../../workflows/content-similarity.ts';
import type { ActivityDeps } from '../deps.ts';

/** What a round saw. */
export interface ContentLook {
  hasItems: boolean;
  people: number;
  engagements: number;
  items: number;
}

/** The activities of the workflow `contentSimilarity`. */
export type ContentSimilarityActivities = ReturnType<typeof createContentSimilarityActivities>;

/** So many people have to have read something afterwards before it is said what recommendations are worth. */
const fewestAsked = 20;

/** Makes the activity that finds out what belongs together. */
export function createContentSimilarityActivities({ database }: Pick<ActivityDeps, 'database'>) {
  return {
    /** Compares a tenant's items by who read them, and measures what recommending by that would have been worth. */
    async compareContent({ now, tenantId }: ContentRef & { now: string }): Promise<ContentLook> {
      const { hasItems, engagements } = await withTenant(database.db, tenantId, async (db) => ({
        hasItems: await hasContentItems(db),
        engagements: await listAllEngagements(db),
      }));
      heartbeat(engagements.length);
      const items = comparedItems(engagements, new Date(now));
      const people = new Set(engagements.map(({ personId }) => personId)).size;
      const takings = engagements.map(({ personId, itemId, at }) => ({
        user: personId,
        item: itemId,
        at: at.getTime(),
      }));
      const comparison = compare(takings, { split: 'time', share: 0.2, seed: 1, most: itemPlaces.length });
      heartbeat(items.length);
      const round = { comparedAt: now, people, engagements: engagements.length };
      await withTenant(database.db, tenantId, (db) =>
        putContentRound(db, {
          items,
          round: { ...round, comparison: comparison.users >= fewestAsked ? comparison : null },
        }),
      );
      return { hasItems, people, engagements: engagements.length, items: items.length };
    },
  };
}

/** Each item that anybody read: what is like it, and how popular it is. */
function comparedItems(engagements: readonly PersonEngagement[], now: Date): ComparedItem[] {
  const ids = [...new Set(engagements.map(({ itemId }) => itemId))].sort();
  const [itemAt, userAt] = [placesOf(ids), placesOf(engagements.map(({ personId }) => personId))];
  // Of several things that somebody did with an item, the one that says most counts.
  const weighed = (halfLifeDays: number): Interaction[] => {
    const strongest = new Map<string, Interaction>();
    for (const { personId, itemId, kind, at } of engagements) {
      const key = `${personId} ${itemId}`;
      const weight = weightOf({ kind, at }, now, halfLifeDays);
      if (weight > (strongest.get(key)?.weight ?? 0))
        strongest.set(key, { user: userAt.get(personId)!, item: itemAt.get(itemId)!, weight });
    }
    return [...strongest.values()];
  };
  // What belongs together does not change from month to month as what is popular does.
  const together = weighed(365).map((one) => ({ ...one, weight: 1 }));
  const neighbours = neighboursOf(together, ids.length);
  const popularity = popularityOf(weighed(popularityHalfLifeDays), ids.length);
  const readers = popularityOf(together, ids.length);
  return ids.map((itemId, at) => ({
    itemId,
    popularity: popularity[at]!,
    readers: readers[at]!,
    neighbours: neighbours[at]!.map(({ item, similarity }) => ({ itemId: ids[item]!, similarity })),
  }));
}

function placesOf(keys: readonly string[]): Map<string, number> {
  return new Map([...new Set(keys)].map((key, at) => [key, at]));
}
