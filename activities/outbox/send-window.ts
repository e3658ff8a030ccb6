import type { EditionOfBatch, Recipient } from '../../db/queries/outbox/window.ts';
import { unpreparedSeconds } from '../../domain/senders/stopped-domain.ts';
import { UnusableSigningKey, type Prepared, type WindowToPrepare } from './composer.ts';
import { settleOutcomes } from './outcomes.ts';
import { claim, heldBy, holding, leaseSeconds, slowDown, type BatchRun, type LaneState } from './run.ts';
import { noteStop } from './stops.ts';
import type { Wait } from './throttle.ts';

/** Marks the last window, claims this one and sends it; false where the batch may not go on (paused, stopped, lease lost). */
export async function sendWindow(lane: LaneState, run: BatchRun, window: EditionOfBatch): Promise<boolean> {
  const wait: Wait = (ids, seconds, reason) => run.later.add(ids, seconds, reason);
  if (window.isStopped || run.stopped.has(window.senderDomain)) {
    wait(window.messageIds, unpreparedSeconds, 'sender_stopped');
    return true;
  }
  const open = await lane.automated.admit(run.batch, window, (ids, seconds) => wait(ids, seconds, 'hours'));
  const messageIds = await lane.throttle.admit({ ...window, messageIds: open }, wait);
  if (messageIds.length === 0) return true;
  // Whatever can fail for all of them fails here, while nothing is claimed.
  const prepared = await prepare(lane, { ...window, isForSeeds: run.cargo.isForSeeds });
  if (!prepared) {
    wait(messageIds, unpreparedSeconds, 'unsigned');
    await lane.throttle.giveBack(messageIds.length);
    return true;
  }
  const exits = await lane.automated.exitsOf(run.batch, messageIds);
  const nowIso = lane.clock().toISOString();
  run.windowNo += 1;
  const claimed = await claim(lane, run, {
    ...heldBy(lane, run),
    messageIds,
    isMarketing: window.isMarketing,
    isDrip: run.batch.sourceKind === 'drip',
    exits,
    isNurture: run.batch.sourceKind === 'nurture',
    isNextAction: run.batch.sourceKind === 'nba',
    topicId: window.topicId,
    needsMore: prepared.needsMore,
    nowIso,
    windowNo: run.windowNo,
    leaseSeconds,
  });
  const going = claimed.filter(({ obstacle }) => obstacle === null);
  if (!run.cargo.isForSeeds) lane.totals.skipped += claimed.length - going.length;
  await lane.throttle.giveBack(messageIds.length - going.length);
  if (going.length > 0) await sendClaimed(lane, run, { window, prepared, going, claimedAtIso: nowIso });
  const gone = exits.length > 0 ? claimed.filter(({ obstacle }) => obstacle === 'left_drip') : [];
  await lane.automated.leave(
    run.batch,
    gone.map(({ messageId }) => messageId),
  );
  return claimed.length > 0;
}

interface ClaimedWindow {
  window: EditionOfBatch;
  prepared: Prepared;
  going: Recipient[];
  claimedAtIso: string;
}

/** From here on a message is on its way: whatever happens, it ends as sent, failed, put off or uncertain. */
async function sendClaimed(
  lane: LaneState,
  run: BatchRun,
  { window: { senderDomain, isMarketing }, prepared, going, claimedAtIso }: ClaimedWindow,
): Promise<void> {
  const outcomes = await holding(lane, run, () => prepared.send(going));
  run.unmarked = { ...settleOutcomes(going, outcomes), claimedAtIso, isMarketing, senderDomain };
  if (run.unmarked.senderRefused !== null) run.stopped.add(senderDomain);
  for (const wish of run.unmarked.slowDown) await slowDown(lane, wish);
}

/** Null if its signing key is missing or cannot be opened: this message waits until somebody fixes that, and all others go on. */
async function prepare(lane: LaneState, window: WindowToPrepare): Promise<Prepared | null> {
  try {
    return await lane.composer.prepare(window);
  } catch (error) {
    if (!(error instanceof UnusableSigningKey)) throw error;
    await noteStop(lane, { domain: error.domain, cause: 'key', code: null });
    lane.deps.log.error(
      { err: error, tenant: lane.tenantId, edition: window.editionId },
      'messages cannot be signed and are put off',
    );
    return null;
  }
}
