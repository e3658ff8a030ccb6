import { withTenant } from '../../db/connection.ts';
import { untilConnected } from '../../db/connection-loss.ts';
import { takeBackPutOff } from '../../db/queries/next-actions/take-back.ts';
import { isDrained } from '../../db/queries/outbox/batch.ts';
import { lockBatch } from '../../db/queries/outbox/window.ts';
import { heldBy, leaseSeconds, markAlone, tellPart, type BatchRun, type LaneState } from './run.ts';

/** Whoever turned a policy off left what was in the lane's hands: where it was put off, it is taken back now. */
async function takeBackLate({ deps, tenantId }: LaneState, { batch, later }: BatchRun): Promise<void> {
  const { sourceKind, partId } = batch;
  if (sourceKind === 'nba' && partId !== null && later.groups().length > 0)
    await withTenant(deps.database.db, tenantId, (db) => takeBackPutOff(db, partId));
}

/** Gives the batch back, what has to wait in batches of its own, and notices when its source has nothing left. */
export async function giveBack(lane: LaneState, run: BatchRun): Promise<void> {
  const { batch, cargo, later } = run;
  if (run.unmarked) await markAlone(lane, run);
  const isFinished = await untilConnected(leaseSeconds, () =>
    lane.inTenant(async (sql) => {
      // Whoever takes messages back holds the batch first: none of them moves to another meanwhile.
      await lockBatch(sql, heldBy(lane, run));
      for (const { seconds, reason, messageIds } of later.groups()) {
        const notBeforeIso = new Date(lane.clock().getTime() + seconds * 1000).toISOString();
        await cargo.putOff(sql, { batchId: batch.id, leaseId: lane.leaseId, notBeforeIso, reason, messageIds });
        if (lane.laterAt === null || notBeforeIso < lane.laterAt) lane.laterAt = notBeforeIso;
      }
      return cargo.release(sql, batch.id, lane.leaseId);
    }),
  );
  await takeBackLate(lane, run);
  tellPart(lane, batch);
  // Only after the commit: two lanes that give back the last two batches together must not each wait for the other.
  const isOver =
    isFinished && batch.sourceKind === 'broadcast' && (await lane.inTenant((sql) => isDrained(sql, batch.sourceId)));
  if (isOver && !lane.totals.drainedBroadcasts.includes(batch.sourceId))
    lane.totals.drainedBroadcasts.push(batch.sourceId);
}
