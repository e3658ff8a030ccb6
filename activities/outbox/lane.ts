import { withTenant } from '../../db/connection.ts';
import { untilConnected } from '../../db/connection-loss.ts';
import { takeBackPutOff } from '../../db/queries/next-actions/take-back.ts';
import { isDrained } from '../../db/queries/outbox/batch.ts';
import {
  isHeldBack,
  leaseBatch,
  withTenantSql,
  type LeasedBatch,
  type OutboxSql,
} from '../../db/queries/outbox/lease.ts';
import { findSendingTenant } from '../../db/queries/outbox/tenant.ts';
import { lockBatch, type EditionOfBatch } from '../../db/queries/outbox/window.ts';
import { windowSize } from '../../domain/outbox/message.ts';
import { unpreparedSeconds } from '../../domain/senders/stopped-domain.ts';
import type { ActivityDeps } from '../deps.ts';
import type { DrainResult } from './outbox.ts';
import { openAutomatedGate } from './automated.ts';
import { cargoOf } from './cargo.ts';
import { openComposer, UnusableSigningKey, type Prepared, type WindowToPrepare } from './composer.ts';
import { openConditionAsker } from './conditions.ts';
import { openContentChooser } from './content.ts';
import { giveUpDoubtful } from './doubtful.ts';
import { settleOutcomes } from './outcomes.ts';
import {
  claim,
  heldBy,
  holding,
  Later,
  leaseSeconds,
  markAlone,
  slowDown,
  tellPart,
  type BatchRun,
  type LaneOptions,
  type LaneState,
} from './run.ts';
import { noteStop } from './stops.ts';
import { openThrottle, type Wait } from './throttle.ts';
import { openProviderBook } from '../deliverability/mail-providers.ts';

/** One lane of a tenant's outbox: it holds at most one batch and has at most one window in flight. */
export interface Lane {
  /** Sends the next batch that is due; false where there is none. */
  drainNext: (stop: AbortSignal) => Promise<boolean>;
  /** Whether something is due that must not overtake what other lanes have. */
  isHeldBack: () => Promise<boolean>;
  result: () => DrainResult;
  /** When the first of what it has put off since this was asked last may go (ISO 8601); null: it put nothing off. */
  takeLaterAt: () => string | null;
}

/** Opens a lane. */
export async function openLane(deps: ActivityDeps, options: LaneOptions): Promise<Lane> {
  const inTenant = <T>(work: (sql: OutboxSql) => Promise<T>) =>
    withTenantSql(deps.database.sql, options.tenantId, work);
  const tenant = await inTenant(findSendingTenant);
  const opened = Date.now();
  const clock = options.clock ?? (() => new Date(Date.parse(options.now) + (Date.now() - opened)));
  const totals: DrainResult = { sent: 0, skipped: 0, failed: 0, deferred: 0, uncertain: 0, drainedBroadcasts: [] };
  const choose = openContentChooser({ database: deps.database, tenantId: options.tenantId, clock });
  const ask = openConditionAsker({ database: deps.database, tenantId: options.tenantId, clock });
  const composer = openComposer({ inTenant, tenant, mailer: deps.mailer, choose, ask });
  const providers = openProviderBook(deps.database, deps.domainChecks?.dns);
  const lane: LaneState = {
    ...options,
    deps,
    tenant,
    providers,
    clock,
    inTenant,
    line: deps.database.line(),
    totals,
    laterAt: null,
    composer,
    throttle: openThrottle({ database: deps.database, inTenant, providers, clock, timeZone: tenant.timeZone }),
    automated: openAutomatedGate({ database: deps.database, tenant, inTenant, clock }),
  };
  return {
    drainNext: (stop) => drainNext(lane, stop),
    isHeldBack: () => inTenant((sql) => isHeldBack(sql, clock().toISOString())),
    result: () => totals,
    takeLaterAt: () => {
      const { laterAt } = lane;
      lane.laterAt = null;
      return laterAt;
    },
  };
}

async function drainNext(lane: LaneState, stop: AbortSignal): Promise<boolean> {
  // A database that was restored is noticed here, before anything of it is sent.
  await lane.deps.marks?.advance();
  const taken = await lane.inTenant((sql) => takeBatch(lane, sql));
  if (!taken) return false;
  const run: BatchRun = {
    batch: taken.batch,
    cargo: cargoOf(taken.batch),
    later: new Later(),
    doubtful: [],
    unmarked: null,
    stopped: new Set(),
    windowNo: 0,
  };
  try {
    await sendAll(lane, run, { editions: taken.editions, stop });
  } catch (error) {
    // What is known of the last window is written down even so; only then is the fault anybody else's.
    await giveBack(lane, run).catch(() => {});
    await giveUpDoubtful(lane, run);
    throw error;
  }
  await giveBack(lane, run);
  await giveUpDoubtful(lane, run);
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
  const cargo = cargoOf(batch);
  if (batch.lastLease) {
    const count = await cargo.markAbandoned(sql, batch, batch.lastLease);
    if (!cargo.isForSeeds) lane.totals.uncertain += count;
    if (count > 0)
      lane.deps.log.warn(
        { tenant: lane.tenantId, source: batch.sourceId, count },
        'messages of a lost worker are uncertain',
      );
  }
  return { batch, editions: await cargo.listQueued(sql, batch.id) };
}

/** Sends the batch window by window, until it is empty, held back, lost, or the lane is told to stop. */
async function sendAll(
  lane: LaneState,
  run: BatchRun,
  { editions, stop }: { editions: EditionOfBatch[]; stop: AbortSignal },
): Promise<void> {
  lane.throttle.begin(
    editions.flatMap(({ messageIds }) => messageIds),
    run.cargo.listDomains,
  );
  const wait: Wait = (ids, seconds, reason) => run.later.add(ids, seconds, reason);
  for (const edition of editions) {
    let left = edition.messageIds;
    while (left.length > 0) {
      if (stop.aborted) return;
      const messageIds = left.slice(0, windowSize);
      const isOpen = await sendWindow(lane, run, { ...edition, messageIds });
      lane.onWindow(lane.totals.sent);
      if (!isOpen) return;
      left = lane.throttle.passOver(left.slice(windowSize), wait);
    }
  }
}

/** Marks the last window, claims this one and sends it; false where the batch may not go on (paused, stopped, lease lost). */
async function sendWindow(lane: LaneState, run: BatchRun, window: EditionOfBatch): Promise<boolean> {
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
  // From here on a message is on its way: whatever happens, it ends as sent, failed, put off or uncertain.
  if (going.length > 0) {
    const { senderDomain } = window;
    const outcomes = await holding(lane, run, () => prepared.send(going));
    run.unmarked = {
      ...settleOutcomes(going, outcomes),
      claimedAtIso: nowIso,
      isMarketing: window.isMarketing,
      senderDomain,
    };
    if (run.unmarked.senderRefused !== null) run.stopped.add(senderDomain);
    for (const wish of run.unmarked.slowDown) await slowDown(lane, wish);
  }
  const gone = exits.length > 0 ? claimed.filter(({ obstacle }) => obstacle === 'left_drip') : [];
  await lane.automated.leave(
    run.batch,
    gone.map(({ messageId }) => messageId),
  );
  return claimed.length > 0;
}

/** Null where its signing key does not open or is none: it waits until somebody mends that, so that nobody else has to. */
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

/** Whoever turned a policy off left what was in the lane's hands: where it was put off, it is taken back now. */
async function takeBackLate({ deps, tenantId }: LaneState, { batch, later }: BatchRun): Promise<void> {
  const { sourceKind, partId } = batch;
  if (sourceKind === 'nba' && partId !== null && later.groups().length > 0)
    await withTenant(deps.database.db, tenantId, (db) => takeBackPutOff(db, partId));
}

/** Gives the batch back, what has to wait in batches of its own, and notices when its source has nothing left. */
async function giveBack(lane: LaneState, run: BatchRun): Promise<void> {
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
