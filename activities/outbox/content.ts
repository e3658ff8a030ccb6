import { withTenant, type Database } from '../../db/connection.ts';
import { loadCatalogue, recommendTo, type ContentCatalogue } from '../../db/queries/content-items/recommendations.ts';
import { listReadersOf, putShowings } from '../../db/queries/content-items/showings.ts';
import { mergeItemsOf } from '../../domain/content-items/content-item.ts';
import { itemPlaces, type MergeItems } from '../../domain/content/recommended-block.ts';

/** Chooses what is recommended in some messages, and keeps what was chosen. */
export type ContentChooser = (messageIds: readonly string[]) => Promise<Map<string, MergeItems>>;

/** The catalogue of a lane is read again after so long: what was archived meanwhile is not sent for longer. */
const freshMs = 60_000;

/**
 * Opens the chooser of one lane. A window of messages costs a handful of statements, however many people it is for; who was not sent
 * the message after all was shown nothing (see `countShowings`).
 */
export function openContentChooser(lane: { database: Database; tenantId: string; clock: () => Date }): ContentChooser {
  let catalogue: ContentCatalogue | null = null;
  let readAt = 0;
  return (messageIds) =>
    withTenant(lane.database.db, lane.tenantId, async (db) => {
      const now = lane.clock();
      if (!catalogue || Math.abs(now.getTime() - readAt) > freshMs) {
        catalogue = await loadCatalogue(db, now.toISOString());
        readAt = now.getTime();
      }
      const readers = await listReadersOf(db, messageIds);
      const chosen = await recommendTo(db, { readers, catalogue, now, most: itemPlaces.length });
      const showings = readers.flatMap(({ messageId, personId }) =>
        (chosen.get(personId) ?? []).map((one, at) => ({ messageId, personId, place: at + 1, chosen: one })),
      );
      await putShowings(db, showings, now.toISOString());
      return new Map(readers.map(({ messageId, personId }) => [messageId, mergeItemsOf(chosen.get(personId) ?? [])]));
    });
}
