import { releaseBatch, isDrained, markAbandoned, putOff, addToCounters } from '../db/queries/outbox-batch.ts';
import { extendLease, leaseBatch, withTenantSql, type LeasedBatch, type OutboxSql } from '../db/queries/outbox-lease.ts';
import { findSendingTenant, type SendingTenant } from '../db/queries/outbox-tenant.ts';
import { claimWindow, listRecipients, markWindow, type Recipient } from '../db/queries/outbox-window.ts';
import { blockBucket } from '../db/queries/token-buckets.ts';
import { windowSize } from '../domain/outbox/message.ts';
import type { ActivityDeps } from './deps.ts';
import type { DrainResult } from './outbox.ts';
import { openComposer, type Composer } from './outbox-composer.ts';
import { settleOutcomes } from './outbox-outcomes.ts';
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
  composer: Composer;
  /** The clock of the business: what the workflow saw, moved on by the time that has passed since. */
  clock: () => Date;
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  totals: DrainResult;
}

/** Opens a lane. */
export async function openLane(deps: ActivityDeps, options: LaneOptions): Promise<Lane> {
  const inTenant = <T>(work: (sql: OutboxSql) => Promise<T>) => withTenantSql(deps.database.sql, options.tenantId, work);
  const tenant = await inTenant(findSendingTenant);
  const opened = Date.now();
  const clock = () => new Date(Date.parse(options.now) + (Date.now() - opened));
  const totals: DrainResult = { sent: 0, skipped: 0, failed: 0, deferred: 0, uncertain: 0, drainedBroadcasts: [] };
  const composer = openComposer({ inTenant, tenant, mailer: deps.mailer });
  const lane: LaneState = { ...options, deps, tenant, clock, inTenant, totals, composer, throttle: openThrottle(inTenant) };
  return { drainNext: (stop) => drainNext(lane, stop), result: () => totals };
}

async function drainNext(lane: LaneState, stop: AbortSignal): Promise<boolean> {
  const { leaseId } = lane;
  await lane.deps.marks?.advance();
  const batch = await lane.inTenant((sql) => leaseBatch(sql, { leaseId, leaseSeconds, nowIso: lane.clock().toISOString() }));
  if (!batch) return false;
  if (batch.wasHeld) await settleAbandoned(lane, batch);
  const recipients = await lane.inTenant((sql) => listRecipients(sql, batch.id));
  const later = new Later();
  let heldUntil = Date.now() + leaseSeconds * 1000;
  for (let start = 0; start < recipients.length && !stop.aborted; start += windowSize) {
    if (heldUntil - Date.now() < (leaseSeconds * 1000) / 2) {
      if (!(await lane.inTenant((sql) => extendLease(sql, { batchId: batch.id, leaseId, leaseSeconds })))) return true;
      heldUntil = Date.now() + leaseSeconds * 1000;
    }
    const isOpen = await sendWindow(lane, { batch, recipients: recipients.slice(start, start + windowSize), later });
    lane.onWindow(lane.totals.sent);
    if (!isOpen) break;
  }
  await giveBack(lane, batch, later);
  return true;
}

interface Window {
  batch: LeasedBatch;
  recipients: Recipient[];
  later: Later;
}

/** Claims, sends and marks one window; false where the batch may not go on (paused, stopped, or the lease is gone). */
async function sendWindow(lane: LaneState, { batch, recipients, later }: Window): Promise<boolean> {
  const { inTenant, tenant, leaseId } = lane;
  const allowed = await lane.throttle.admit(recipients, (ids, seconds) => later.add(ids, seconds));
  if (allowed.length === 0) return true;
  const claim = {
    batchId: batch.id,
    leaseId,
    messageIds: allowed.map((recipient) => recipient.messageId),
    nowIso: lane.clock().toISOString(),
    cap: tenant.cap,
  };
  const claimed = await inTenant(async (sql) => {
    const rows = await claimWindow(sql, claim);
    const skipped: Record<string, number> = {};
    for (const { reason } of rows) if (reason !== null) skipped[`skipped.${reason}`] = (skipped[`skipped.${reason}`] ?? 0) + 1;
    await addToCounters(sql, batch.sourceId, skipped);
    return rows;
  });
  const going = new Set(claimed.filter(({ status }) => status === 'sending').map(({ id }) => id));
  lane.totals.skipped += claimed.length - going.size;
  if (going.size > 0) await deliver(lane, { batch, later, recipients: allowed.filter(({ messageId }) => going.has(messageId)) });
  return claimed.length > 0;
}

/** From here on a message is on its way: whatever happens, it ends as sent, failed, put off or uncertain. */
async function deliver(lane: LaneState, { batch, recipients, later }: Window): Promise<void> {
  const outcomes = await lane.composer.send(recipients);
  const settled = settleOutcomes(recipients, outcomes);
  const deltas = await lane.inTenant(async (sql) => {
    const moved = await markWindow(sql, { leaseId: lane.leaseId, nowIso: lane.clock().toISOString(), ...settled });
    await addToCounters(sql, batch.sourceId, moved);
    if (settled.suppress.length > 0) await settled.applySuppressions(sql);
    for (const { key, seconds } of settled.slowDown) await blockBucket(sql, key, seconds);
    return moved;
  });
  for (const { ids, seconds } of settled.retries) later.add(ids, seconds);
  for (const name of ['sent', 'failed', 'deferred', 'uncertain'] as const) {
    lane.totals[name] += deltas[name] ?? 0;
    lane.deps.onMessages?.(name, deltas[name] ?? 0);
  }
}

async function settleAbandoned(lane: LaneState, batch: LeasedBatch): Promise<void> {
  const count = await lane.inTenant(async (sql) => {
    const abandoned = await markAbandoned(sql, batch.id, lane.leaseId);
    await addToCounters(sql, batch.sourceId, { uncertain: abandoned });
    return abandoned;
  });
  lane.totals.uncertain += count;
  if (count > 0) lane.deps.log.warn({ tenant: lane.tenantId, source: batch.sourceId, count }, 'messages of a lost worker are uncertain');
}

/** Gives the batch back, what has to wait in batches of its own, and notices when its source has nothing left. */
async function giveBack(lane: LaneState, batch: LeasedBatch, later: Later): Promise<void> {
  const isOver = await lane.inTenant(async (sql) => {
    for (const { seconds, messageIds } of later.groups()) {
      const notBeforeIso = new Date(lane.clock().getTime() + seconds * 1000).toISOString();
      await putOff(sql, { batchId: batch.id, notBeforeIso, messageIds });
    }
    const isFinished = await releaseBatch(sql, batch.id, lane.leaseId);
    return isFinished && batch.sourceKind === 'broadcast' && (await isDrained(sql, batch.sourceId));
  });
  if (isOver && !lane.totals.drainedBroadcasts.includes(batch.sourceId)) lane.totals.drainedBroadcasts.push(batch.sourceId);
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
