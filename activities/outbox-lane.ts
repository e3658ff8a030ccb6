import type { Sql } from '../db/connection.ts';
import { isConnectionLoss, untilConnected } from '../db/connection-loss.ts';
import { releaseBatch, isDrained, markAbandoned, putOff, addToCounters } from '../db/queries/outbox-batch.ts';
import { inOneTrip, leaseBatch, withTenantSql, type LeasedBatch, type OutboxSql } from '../db/queries/outbox-lease.ts';
import { markWindow, settleLate, type Moved } from '../db/queries/outbox-mark.ts';
import { findSendingTenant, type SendingTenant } from '../db/queries/outbox-tenant.ts';
import {
  claimWindow,
  findClaimed,
  listClaimed,
  listQueued,
  lockBatch,
  windowsOf,
  type EditionOfBatch,
  type Recipient,
} from '../db/queries/outbox-window.ts';
import { blockBucket } from '../db/queries/token-buckets.ts';
import type { ActivityDeps } from './deps.ts';
import type { DrainResult } from './outbox.ts';
import { openComposer, type Composer } from './outbox-composer.ts';
import { settleOutcomes, type SettledWindow } from './outbox-outcomes.ts';
import { openAutomatedGate, type AutomatedGate } from './outbox-automated.ts';
import { openThrottle, type Throttle } from './outbox-throttle.ts';

const leaseSeconds = 60;

/** One lane of a tenant's outbox: it holds at most one batch and has at most one window in flight. */
export interface Lane {
  /** Sends the next batch that is due; false where there is none. */
  drainNext: (stop: AbortSignal) => Promise<boolean>;
  result: () => DrainResult;
}

/** How a lane is opened: `leaseId` is its own and used by no other; `onWindow` hears after every window. */
export interface LaneOptions {
  tenantId: string;
  now: string;
  leaseId: string;
  onWindow: (sent: number) => void;
}

interface LaneState extends LaneOptions {
  deps: ActivityDeps;
  tenant: SendingTenant;
  throttle: Throttle;
  automated: AutomatedGate;
  composer: Composer;
  /** The clock of the business: what the workflow saw, moved on by the time that has passed since. */
  clock: () => Date;
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  line: Sql;
  totals: DrainResult;
}

/** Opens a lane. */
export async function openLane(deps: ActivityDeps, options: LaneOptions): Promise<Lane> {
  const inTenant = <T>(work: (sql: OutboxSql) => Promise<T>) =>
    withTenantSql(deps.database.sql, options.tenantId, work);
  const tenant = await inTenant(findSendingTenant);
  const opened = Date.now();
  const clock = () => new Date(Date.parse(options.now) + (Date.now() - opened));
  const totals: DrainResult = { sent: 0, skipped: 0, failed: 0, deferred: 0, uncertain: 0, drainedBroadcasts: [] };
  const composer = openComposer({ inTenant, tenant, mailer: deps.mailer });
  const lane: LaneState = {
    ...options,
    deps,
    tenant,
    clock,
    inTenant,
    line: deps.database.line(),
    totals,
    composer,
    throttle: openThrottle(inTenant),
    automated: openAutomatedGate({ database: deps.database, tenant, inTenant, clock }),
  };
  return { drainNext: (stop) => drainNext(lane, stop), result: () => totals };
}

async function drainNext(lane: LaneState, stop: AbortSignal): Promise<boolean> {
  // A database that was restored is noticed here, before anything of it is sent.
  await lane.deps.marks?.advance();
  const taken = await lane.inTenant((sql) => takeBatch(lane, sql));
  if (!taken) return false;
  const run: BatchRun = { batch: taken.batch, later: new Later(), unmarked: null, windowNo: 0 };
  try {
    await sendAll(lane, run, { editions: taken.editions, stop });
  } catch (error) {
    // What is known of the last window is written down even so; only then is the fault anybody else's.
    await giveBack(lane, run).catch(() => {});
    throw error;
  }
  await giveBack(lane, run);
  return true;
}

/** Leases a batch and reads what of it may still be sent; what a lane that is gone had in flight is listed as uncertain first. */
async function takeBatch(
  lane: LaneState,
  sql: OutboxSql,
): Promise<{ batch: LeasedBatch; editions: EditionOfBatch[] } | null> {
  const { leaseId } = lane;
  const batch = await leaseBatch(sql, { leaseId, leaseSeconds, nowIso: lane.clock().toISOString() });
  if (!batch) return null;
  if (batch.lastLease) {
    const count = await markAbandoned(sql, batch.id, batch.lastLease);
    await addToCounters(sql, batch.sourceId, { uncertain: count });
    lane.totals.uncertain += count;
    if (count > 0)
      lane.deps.log.warn(
        { tenant: lane.tenantId, source: batch.sourceId, count },
        'messages of a lost worker are uncertain',
      );
  }
  return { batch, editions: await listQueued(sql, batch.id) };
}

/** Sends the batch window by window, until it is empty, held back, lost, or the lane is told to stop. */
async function sendAll(
  lane: LaneState,
  run: BatchRun,
  { editions, stop }: { editions: EditionOfBatch[]; stop: AbortSignal },
): Promise<void> {
  for (const edition of editions)
    for (const messageIds of windowsOf(edition.messageIds)) {
      if (stop.aborted) return;
      const isOpen = await sendWindow(lane, run, { ...edition, messageIds });
      lane.onWindow(lane.totals.sent);
      if (!isOpen) return;
    }
}

/** One batch on its way through a lane. */
interface BatchRun {
  batch: LeasedBatch;
  /** What has to wait. */
  later: Later;
  /** The outcomes of the last window: written together with the claim of the next one, before anything more is sent. */
  unmarked: (SettledWindow & { claimedAtIso: string }) | null;
  /** Windows claimed so far. */
  windowNo: number;
}

/** Marks the last window, claims this one and sends it; false where the batch may not go on (paused, stopped, lease lost). */
async function sendWindow(lane: LaneState, run: BatchRun, window: EditionOfBatch): Promise<boolean> {
  const wait = (ids: string[], seconds: number) => run.later.add(ids, seconds);
  const open = await lane.automated.admit(run.batch, window, wait);
  const messageIds = await lane.throttle.admit({ ...window, messageIds: open }, wait);
  if (messageIds.length === 0) return true;
  // Whatever can fail for all of them fails here, while nothing is claimed.
  const prepared = await lane.composer.prepare(window);
  const nowIso = lane.clock().toISOString();
  run.windowNo += 1;
  const claimed = await claim(lane, run, {
    ...heldBy(lane, run),
    messageIds,
    isMarketing: window.isMarketing,
    isDrip: run.batch.sourceKind === 'drip',
    topicId: window.topicId,
    needsMore: prepared.needsMore,
    nowIso,
    cap: lane.tenant.cap,
    windowNo: run.windowNo,
    leaseSeconds,
  });
  const going = claimed.filter(({ obstacle }) => obstacle === null);
  lane.totals.skipped += claimed.length - going.length;
  // From here on a message is on its way: whatever happens, it ends as sent, failed, put off or uncertain.
  if (going.length > 0) run.unmarked = { ...settleOutcomes(going, await prepared.send(going)), claimedAtIso: nowIso };
  return claimed.length > 0;
}

const heldBy = ({ leaseId }: LaneState, { batch }: BatchRun) => ({ batchId: batch.id, leaseId });

/** Marks the last window and claims the next, in one trip to the database. */
async function claim(lane: LaneState, run: BatchRun, window: Parameters<typeof claimWindow>[1]): Promise<Recipient[]> {
  let isAnswerLost = false;
  return untilConnected(leaseSeconds, async () => {
    // Its answer may have been lost after it had been carried out.
    if (isAnswerLost) {
      const ids = await lane.inTenant((sql) => findClaimed(sql, window, window.windowNo));
      if (ids) {
        await noteMarked(lane, run, []);
        return lane.inTenant((sql) => listClaimed(sql, ids));
      }
    }
    try {
      const results = await inOneTrip(lane.line, lane.tenantId, (sql) => [
        lockBatch(sql, window),
        ...markLast(lane, run, sql),
        claimWindow(sql, window),
      ]);
      await noteMarked(lane, run, results.slice(1, -1) as Moved[][]);
      return results.at(-1) as Recipient[];
    } catch (error) {
      isAnswerLost ||= isConnectionLoss(error);
      throw error;
    }
  });
}

function markLast(lane: LaneState, run: BatchRun, sql: OutboxSql): ReturnType<typeof markWindow> {
  return run.unmarked
    ? markWindow(sql, { ...heldBy(lane, run), nowIso: lane.clock().toISOString(), ...run.unmarked })
    : [];
}

/** The last window is written: what follows from its refusals, and what is to be tried again. */
async function noteMarked(lane: LaneState, run: BatchRun, marked: Moved[][]): Promise<void> {
  const { unmarked } = run;
  if (!unmarked) return;
  const moved = marked.flat();
  const written = moved.reduce((sum, one) => sum + one.moved, 0);
  const expected = unmarked.sent.length + unmarked.failed.length;
  if (written < expected) {
    // Another lane has taken the batch over, or this was written before and its answer lost.
    const outcome = { ...heldBy(lane, run), nowIso: lane.clock().toISOString(), ...unmarked };
    moved.push(...(await lane.inTenant((sql) => settleLate(sql, outcome))));
  }
  if (unmarked.suppress.length > 0 || unmarked.slowDown.length > 0)
    await lane.inTenant(async (sql) => {
      if (unmarked.suppress.length > 0) await unmarked.applySuppressions(sql);
      for (const { key, seconds } of unmarked.slowDown) await blockBucket(sql, key, seconds);
    });
  for (const { ids, seconds } of unmarked.retries) run.later.add(ids, seconds);
  for (const { name, moved: count } of moved) {
    lane.totals[name] += count;
    lane.deps.onMessages?.(name, count);
  }
  run.unmarked = null;
}

/** Gives the batch back, what has to wait in batches of its own, and notices when its source has nothing left. */
async function giveBack(lane: LaneState, run: BatchRun): Promise<void> {
  const { batch, later } = run;
  if (run.unmarked) await markAlone(lane, run);
  const isFinished = await untilConnected(leaseSeconds, () =>
    lane.inTenant(async (sql) => {
      for (const { seconds, messageIds } of later.groups()) {
        const notBeforeIso = new Date(lane.clock().getTime() + seconds * 1000).toISOString();
        await putOff(sql, { batchId: batch.id, leaseId: lane.leaseId, notBeforeIso, messageIds });
      }
      return releaseBatch(sql, batch.id, lane.leaseId);
    }),
  );
  tellPart(lane, batch);
  // Only after the commit: two lanes that give back the last two batches together must not each wait for the other.
  const isOver =
    isFinished && batch.sourceKind === 'broadcast' && (await lane.inTenant((sql) => isDrained(sql, batch.sourceId)));
  if (isOver && !lane.totals.drainedBroadcasts.includes(batch.sourceId))
    lane.totals.drainedBroadcasts.push(batch.sourceId);
}

/** Notes for the outbox's workflow which part is to hear that something of it was settled. */
function tellPart({ totals }: LaneState, { sourceKind, partId }: LeasedBatch): void {
  if (partId === null) return;
  const part = `${sourceKind}/${partId}`;
  if (!totals.settledParts?.includes(part)) totals.settledParts = [...(totals.settledParts ?? []), part];
}

/** Marks the last window of a batch, behind which no claim comes. */
async function markAlone(lane: LaneState, run: BatchRun): Promise<void> {
  const marked = await untilConnected(leaseSeconds, () =>
    inOneTrip(lane.line, lane.tenantId, (sql) => [lockBatch(sql, heldBy(lane, run)), ...markLast(lane, run, sql)]),
  );
  await noteMarked(lane, run, marked.slice(1) as Moved[][]);
}

/** What of a batch has to wait, by how long; waits are rounded up to few values, so that few batches come of it. */
class Later {
  private readonly bySeconds = new Map<number, string[]>();

  add(messageIds: string[], seconds: number): void {
    const step = seconds <= 30 ? 30 : Math.ceil(seconds / 60) * 60;
    this.bySeconds.set(step, [...(this.bySeconds.get(step) ?? []), ...messageIds]);
  }

  groups(): { seconds: number; messageIds: string[] }[] {
    return [...this.bySeconds].map(([seconds, messageIds]) => ({ seconds, messageIds }));
  }
}
