import { Context } from '@temporalio/activity';
import { sql } from 'kysely';
import { withTenant } from '../../db/connection.ts';
import { listWatchedSegments, refreshSegment } from '../../db/queries/segments/members.ts';
import type { SegmentsRef } from '../../workflows/segments/refresh.ts';
import type { ActivityDeps } from '../deps.ts';

/** What one round found: how many segments are watched, and how many people came and went. */
export interface SegmentRound {
  segments: number;
  entered: number;
  left: number;
}

/** The activities of the workflow `segmentRefresh`. */
export type SegmentActivities = ReturnType<typeof createSegmentActivities>;

/** Nobody waits for a refresh, but one rule must not keep all others from being looked at. */
const longestMs = 60_000;

/** Makes the activities that keep the people of watched segments. */
export function createSegmentActivities({ database, log }: Pick<ActivityDeps, 'database' | 'log'>) {
  return {
    /**
     * Refreshes the watched segments of a tenant one by one, each in a transaction of its own. Doing it again changes nothing; a try goes
     * on where the last one ended: many slow ones take longer than one, and those after them would never be looked at.
     */
    async refreshSegments({ tenantId, now }: SegmentsRef & { now: string }): Promise<SegmentRound> {
      const watched = await withTenant(database.db, tenantId, listWatchedSegments);
      const round = { segments: watched.length, entered: 0, left: 0 };
      const last = Context.current().info.heartbeatDetails as string | undefined;
      for (const id of watched.filter((id) => last === undefined || id >= last)) {
        // A try whose time is over leaves the rest to the next one.
        Context.current().cancellationSignal.throwIfAborted();
        Context.current().heartbeat(id);
        try {
          const refreshed = await withTenant(database.db, tenantId, async (db) => {
            await sql`select set_config('statement_timeout', ${String(longestMs)}, true)`.execute(db);
            return refreshSegment(db, { id, nowIso: notBefore(now) });
          });
          round.entered += refreshed?.entered ?? 0;
          round.left += refreshed?.left ?? 0;
        } catch (error) {
          if (!isTimeout(error)) throw error;
          log.warn({ tenant: tenantId, segment: id }, 'a watched segment takes too long to refresh; it was left out');
        }
      }
      return round;
    },
  };
}

/**
 * The moment of a look that was asked for at `iso`, by the process's clock where that is later: a round that waited for a worker, or is tried
 * again after hours, would tell of who came at a moment that drips have looked back to already.
 */
function notBefore(iso: string): string {
  return new Date(Math.max(Date.parse(iso), Date.now())).toISOString();
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
