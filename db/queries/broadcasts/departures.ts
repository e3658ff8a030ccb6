import type { Departure } from '../../../domain/broadcasts/local-start.ts';
import type { TenantDb } from '../../connection.ts';

/** A departure of a broadcast whose audience is fixed. */
export interface DepartureRow extends Omit<Departure, 'at'> {
  at: Date;
  releasedAt: Date | null;
}

/** Keeps who goes when. */
export async function insertDepartures(
  db: TenantDb,
  broadcastId: string,
  departures: readonly Departure[],
): Promise<void> {
  if (departures.length === 0) return;
  await db
    .insertInto('broadcastDepartures')
    .values(departures.map(({ at, zones, people }) => ({ broadcastId, at, zones, people })))
    .execute();
}

/** Who goes when, in order; nobody where the broadcast goes to all at once or its audience is not fixed yet. */
export function listDepartures(db: TenantDb, broadcastId: string): Promise<DepartureRow[]> {
  return db
    .selectFrom('broadcastDepartures')
    .select(['at', 'zones', 'people', 'releasedAt'])
    .where('broadcastId', '=', broadcastId)
    .orderBy('at')
    .execute();
}
