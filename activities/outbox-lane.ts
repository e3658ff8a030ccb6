import { untilConnected } from '../db/connection-loss.ts';
import { releaseBatch, isDrained, markAbandoned, putOff, addToCounters } from '../db/queries/outbox-batch.ts';
import {
  extendLease,
  leaseBatch,
  withTenantSql,
  type LeasedBatch,
  type OutboxSql,
} from '../db/queries/outbox-lease.ts';
import { findSendingTenant, type SendingTenant } from '../db/queries/outbox-tenant.ts';
import {
  claimWindow,
  listRecipients,
  markWindow,
  type ClaimedMessage,
  type Recipient,
} from '../db/queries/outbox-window.ts';
import { blockBucket } from '../db/queries/token-buckets.ts';
import { windowSize } from '../domain/outbox/message.ts';
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
    totals,
    composer,
    throttle: openThrottle(inTenant),
    automated: openAutomatedGate({ database: deps.database, tenant, inTenant, clock }),
  };
  return { drainNext: (stop) => drainNext(lane, stop), result: () => totals };
}

async function drainNext(lane: LaneState, stop: AbortSignal): Promise<boolean> {
  const { leaseId } = lane;
  // A database that was restored is noticed here, before anything of it is sent.
  await lane.deps.marks?.advance();
  const batch = await lane.inTenant((sql) =>
    leaseBatch(sql, { leaseId, leaseSeconds, nowIso: lane.clock().toISOString() }),
  );
  if (!batch) return false;
  if (batch.wasHeld) await settleAbandoned(lane, batch);
  const recipients = await lane.inTenant((sql) => listRecipients(sql, batch.id));
  const run: BatchRun = { batch, later: new Later(), unmarked: null };
  try {
    await sendAll(lane, run, { recipients, stop });
  } catch (error) {
    // What is known of the last window is written down even so; only then is the fault anybody else's.
    await giveBack(lane, run).catch(() => {});
    throw error;
  }
  await giveBack(lane, run);
  return true;
}

/** Sends the batch window by window, until it is empty, held back, lost, or the lane is told to stop. */
async function sendAll(
  lane: LaneState,
  run: BatchRun,
  { recipients, stop }: { recipients: Recipient[]; stop: AbortSignal },
): Promise<void> {
  const lease = { batchId: run.batch.id, leaseId: lane.leaseId, leaseSeconds };
  let heldUntil = Date.now() + leaseSeconds * 1000;
  for (let start = 0; start < recipients.length && !stop.aborted; start += windowSize) {
    if (heldUntil - Date.now() < (leaseSeconds * 1000) / 2) {
      if (!(await lane.inTenant((sql) => extendLease(sql, lease)))) return;
      heldUntil = Date.now() + leaseSeconds * 1000;
    }
    const isOpen = await sendWindow(lane, run, recipients.slice(start, start + windowSize));
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
  unmarked: SettledWindow | null;
}

/** Marks the last window, claims this one and sends it; false where the batch may not go on (paused, stopped, lease lost). */
async function sendWindow(lane: LaneState, run: BatchRun, recipients: Recipient[]): Promise<boolean> {
  const wait = (ids: string[], seconds: number) => run.later.add(ids, seconds);
  const open = await lane.automated.admit(run.batch, recipients, wait);
  const allowed = await lane.throttle.admit(open, wait);
  if (allowed.length === 0) return true;
  // Whatever can fail for all of them fails here, while nothing is claimed.
  const prepared = await lane.composer.prepare(allowed);
  const claim = {
    batchId: run.batch.id,
    leaseId: lane.leaseId,
    messageIds: allowed.map((recipient) => recipient.messageId),
    isMarketing: allowed.some((recipient) => recipient.isMarketing),
    isDrip: run.batch.sourceKind === 'drip',
    hasTopic: allowed.some((recipient) => recipient.topicId !== null),
    nowIso: lane.clock().toISOString(),
    cap: lane.tenant.cap,
  };
  const claimed = await settled(lane, run, async (sql, moved) => {
    const [before, rows] = await Promise.all([moved, claimWindow(sql, claim)]);
    await addToCounters(sql, run.batch.sourceId, { ...before, ...countSkipped(rows) });
    return rows;
  });
  const going = new Map(claimed.filter(({ status }) => status === 'sending').map(({ id, email }) => [id, email]));
  lane.totals.skipped += claimed.length - going.size;
  if (going.size > 0) {
    // From here on a message is on its way: whatever happens, it ends as sent, failed, put off or uncertain.
    const sending = allowed
      .filter(({ messageId }) => going.has(messageId))
      .map((recipient) => ({ ...recipient, email: going.get(recipient.messageId) ?? recipient.email }));
    run.unmarked = settleOutcomes(sending, await prepared.send(sending));
  }
  return claimed.length > 0;
}

/**
 * Runs `work` in a transaction that also writes the outcomes of the last window; `work` gets what they do to the counters. What
 * is known of a window is known here alone, so a database that is away for a moment is waited for; every statement may be
 * repeated.
 */
async function settled<T>(
  lane: LaneState,
  run: BatchRun,
  work: (sql: OutboxSql, moved: Promise<Record<string, number>>) => Promise<T>,
): Promise<T> {
  const { unmarked } = run;
  let moved: Record<string, number> = {};
  const result = await untilConnected(leaseSeconds, () =>
    lane.inTenant((sql) =>
      work(sql, unmarked ? markLast(lane, unmarked, sql).then((counts) => (moved = counts)) : Promise.resolve({})),
    ),
  );
  for (const { ids, seconds } of unmarked?.retries ?? []) run.later.add(ids, seconds);
  for (const name of ['sent', 'failed', 'deferred', 'uncertain'] as const) {
    lane.totals[name] += moved[name] ?? 0;
    lane.deps.onMessages?.(name, moved[name] ?? 0);
  }
  run.unmarked = null;
  return result;
}

async function markLast(lane: LaneState, unmarked: SettledWindow, sql: OutboxSql): Promise<Record<string, number>> {
  const moved = await markWindow(sql, { leaseId: lane.leaseId, nowIso: lane.clock().toISOString(), ...unmarked });
  if (unmarked.suppress.length > 0) await unmarked.applySuppressions(sql);
  for (const { key, seconds } of unmarked.slowDown) await blockBucket(sql, key, seconds);
  return moved;
}

function countSkipped(claimed: ClaimedMessage[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of claimed)
    if (reason !== null) counts[`skipped.${reason}`] = (counts[`skipped.${reason}`] ?? 0) + 1;
  return counts;
}

async function settleAbandoned(lane: LaneState, batch: LeasedBatch): Promise<void> {
  const count = await lane.inTenant(async (sql) => {
    const abandoned = await markAbandoned(sql, batch.id, lane.leaseId);
    await addToCounters(sql, batch.sourceId, { uncertain: abandoned });
    return abandoned;
  });
  lane.totals.uncertain += count;
  if (count > 0)
    lane.deps.log.warn(
      { tenant: lane.tenantId, source: batch.sourceId, count },
      'messages of a lost worker are uncertain',
    );
}

/** Gives the batch back, what has to wait in batches of its own, and notices when its source has nothing left. */
async function giveBack(lane: LaneState, run: BatchRun): Promise<void> {
  const { batch, later } = run;
  if (run.unmarked) await settled(lane, run, async (sql, moved) => addToCounters(sql, batch.sourceId, await moved));
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
