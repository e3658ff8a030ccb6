import type { TenantDb } from '../../db/connection.ts';
import { findDripEnd, markEntryClosed } from '../../db/queries/drips/drips.ts';
import { emptyDrip } from '../../db/queries/parts/stops.ts';
import { hasEnded } from '../../domain/parts/end.ts';
import type { DripMoment } from './drips.ts';

/**
 * Closes a drip whose own end date has come, as its campaign's end date does: nobody new comes in, and who is in it finishes, or leaves
 * where it says so. Returns when that is still to happen (ISO 8601); null: it has, or there is no such date. Doing it again does nothing.
 */
export async function endDripWhereDue(db: TenantDb, { dripId, now }: DripMoment): Promise<string | null> {
  const end = await findDripEnd(db, dripId);
  if (!end?.endAt) return null;
  if (!hasEnded(end.endAt, now)) {
    // The campaign's end date may have closed it sooner.
    return end.entryClosedAt === null || end.atEnd === 'stop' ? end.endAt.toISOString() : null;
  }
  if (end.entryClosedAt === null) await markEntryClosed(db, dripId, now);
  // Who came in a moment before it is closed leaves too: it is asked at each look.
  if (end.atEnd === 'stop') await emptyDrip(db, { dripId, reason: 'ended', takenBack: 'part_ended', nowIso: now });
  return null;
}
