import type { Db } from '../../../db/connection.ts';
import { recordHits, type NewHit, type RecordedHit } from '../../../db/queries/engagement/tracking.ts';
import { createGroupedWriter } from '../../grouped-writer.ts';

/** A hit as a request brings it; when it came in is noted by the writer. */
export type IncomingHit = Omit<NewHit, 'agoMs'>;

/**
 * Writes hits in groups. A hit is answered after its commit; null where the tenant has no such message. `onRecorded` hears of every
 * commit.
 */
export function createHitWriter(db: Db, onRecorded: (tenantId: string) => void) {
  return createGroupedWriter<IncomingHit, RecordedHit | null>({
    write: (tenantId, hits) => {
      const now = performance.now();
      return recordHits(
        db,
        tenantId,
        hits.map(({ item, since }) => ({ ...item, agoMs: now - since })),
      );
    },
    rowsOf: () => 1,
    mostRows: 250,
    onWritten: onRecorded,
  });
}
