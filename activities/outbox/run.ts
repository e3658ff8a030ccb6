import type { Sql } from '../../db/connection.ts';
import { isConnectionLoss, untilConnected } from '../../db/connection-loss.ts';
import { extendLease, inOneTrip, type LeasedBatch, type OutboxSql } from '../../db/queries/outbox/lease.ts';
import type { Moved } from '../../db/queries/outbox/mark.ts';
import type { SendingTenant } from '../../db/queries/outbox/tenant.ts';
import { findClaimed, lockBatch, type Recipient, type WindowClaim } from '../../db/queries/outbox/window.ts';
import { slowBucket } from '../../db/queries/deliverability/token-buckets.ts';
import type { WaitReason } from '../../domain/outbox/wait-reason.ts';
import type { ActivityDeps } from '../deps.ts';
import type { DrainResult } from './outbox.ts';
import type { AutomatedGate } from './automated.ts';
import type { Cargo } from './cargo.ts';
import type { Composer } from './composer.ts';
import type { SettledWindow } from './outcomes.ts';
import { noteStop } from './stops.ts';
import { domainBucket, noteBucketChange, providerBucket, type Throttle } from './throttle.ts';
import type { ProviderBook } from '../deliverability/mail-providers.ts';

/** Seconds that a lane holds a batch without a word; every window begins them anew, and one that takes long goes on saying so. */
export const leaseSeconds = 60;

/** How a lane is opened: `leaseId` is its own and used by no other; `onWindow` hears after every window. */
export interface LaneOptions {
  tenantId: string;
  now: string;
  leaseId: string;
  onWindow: (sent: number) => void;
  /** The clock of the business; without one, `now` moved on by the time that passes. */
  clock?: () => Date;
}

/** A lane at work. */
export interface LaneState extends LaneOptions {
  deps: ActivityDeps;
  tenant: SendingTenant;
  throttle: Throttle;
  providers: ProviderBook;
  automated: AutomatedGate;
  composer: Composer;
  /** The clock of the business: what the workflow saw, moved on by the time that has passed since. */
  clock: () => Date;
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  line: Sql;
  totals: DrainResult;
  /** When the first of what was put off may go (ISO 8601). */
  laterAt: string | null;
}

/** One batch on its way through a lane. */
export interface BatchRun {
  batch: LeasedBatch;
  /** What it carries. */
  cargo: Cargo;
  /** What has to wait. */
  later: Later;
  /** Messages to addresses that failed, where only the ones before say whether they are given up: looked at once the batch is given back. */
  doubtful: string[];
  /** The outcomes of the last window: written together with the claim of the next one, before anything more is sent. */
  unmarked: (SettledWindow & { claimedAtIso: string; isMarketing: boolean; senderDomain: string }) | null;
  /** Domains of senders that were refused since the batch was taken: nothing more of them goes out. */
  stopped: Set<string>;
  /** Windows claimed so far. */
  windowNo: number;
}

/** What of a batch has to wait, by how long and why; waits are rounded up to few values, so that few batches come of it. */
export class Later {
  private readonly waiting = new Map<string, { seconds: number; reason: WaitReason; messageIds: string[] }>();

  add(messageIds: string[], seconds: number, reason: WaitReason): void {
    const step = seconds <= 30 ? 30 : Math.ceil(seconds / 60) * 60;
    const key = `${step} ${reason}`;
    const group = this.waiting.get(key) ?? { seconds: step, reason, messageIds: [] };
    group.messageIds.push(...messageIds);
    this.waiting.set(key, group);
  }

  groups(): { seconds: number; reason: WaitReason; messageIds: string[] }[] {
    return [...this.waiting.values()];
  }
}

/** The batch as the statements of a window name it. */
export const heldBy = ({ leaseId }: LaneState, { batch }: BatchRun) => ({ batchId: batch.id, leaseId });

/** How it is written what became of the last window. */
const writtenBy = (lane: LaneState, run: BatchRun) => ({
  ...heldBy(lane, run),
  tellsOfSent: run.batch.tellsOfSent,
  nowIso: lane.clock().toISOString(),
});

/** Marks the last window and claims the next, in one trip to the database. */
export async function claim(lane: LaneState, run: BatchRun, window: WindowClaim): Promise<Recipient[]> {
  let isAnswerLost = false;
  return untilConnected(leaseSeconds, async () => {
    // Its answer may have been lost after it had been carried out.
    if (isAnswerLost) {
      const ids = await lane.inTenant((sql) => findClaimed(sql, window, window.windowNo));
      if (ids) {
        await noteMarked(lane, run, []);
        return lane.inTenant((sql) => run.cargo.listClaimed(sql, ids));
      }
    }
    try {
      const results = await inOneTrip(lane.line, lane.tenantId, (sql) => [
        lockBatch(sql, window),
        ...markLast(lane, run, sql),
        run.cargo.claim(sql, window),
      ]);
      await noteMarked(lane, run, results.slice(1, -1) as Moved[][]);
      return results.at(-1) as Recipient[];
    } catch (error) {
      isAnswerLost ||= isConnectionLoss(error);
      throw error;
    }
  });
}

/**
 * Does something with a window that is in flight and holds the batch meanwhile, however slow the server is: to others a lane whose lease has
 * run out is gone, what it had in flight uncertain, and what somebody then sends anew would come twice.
 */
export async function holding<T>(lane: LaneState, run: BatchRun, work: () => Promise<T>): Promise<T> {
  const hold = () => lane.inTenant((sql) => extendLease(sql, { ...heldBy(lane, run), leaseSeconds }));
  // The database may be away for a moment; the next one comes before the lease has run out.
  const timer = setInterval(() => void hold().catch(() => {}), (leaseSeconds / 4) * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function markLast(lane: LaneState, run: BatchRun, sql: OutboxSql): { execute(): PromiseLike<unknown> }[] {
  if (!run.unmarked) return [];
  return run.cargo.mark(sql, { ...writtenBy(lane, run), ...run.unmarked });
}

/**
 * The last window is written: what it came to, what is to be tried again, and what follows from its refusals. What would be lost with the
 * process comes first, and nothing here is done twice: it is asked once for each window.
 */
async function noteMarked(lane: LaneState, run: BatchRun, marked: Moved[][]): Promise<void> {
  const { unmarked } = run;
  if (!unmarked) return;
  run.unmarked = null;
  for (const { ids, seconds } of unmarked.retries) run.later.add(ids, seconds, 'retry');
  // An address that is given up already leads its person out of drips, too.
  if (!run.cargo.isForSeeds) run.doubtful.push(...unmarked.suppress, ...unmarked.doubtful);
  const moved = marked.flat();
  tally(lane, run, moved);
  const written = moved.reduce((sum, one) => sum + one.moved, 0);
  const expected = unmarked.sent.length + unmarked.failed.length;
  if (written < expected) {
    // Another lane has taken the batch over, or this was written before and its answer lost.
    const outcome = { ...writtenBy(lane, run), ...unmarked };
    tally(
      lane,
      run,
      await untilConnected(leaseSeconds, () => lane.inTenant((sql) => run.cargo.settleLate(sql, outcome))),
    );
  }
  if (unmarked.senderRefused !== null)
    await noteStop(lane, { domain: unmarked.senderDomain, cause: 'refused', code: unmarked.senderRefused });
}

/** A receiver asked for patience, which holds from the next window on: all domains of its provider wait, as soon as that is known, and nobody else. */
export async function slowDown(lane: LaneState, { domain, seconds }: SettledWindow['slowDown'][number]): Promise<void> {
  const slow = async (key: string) => {
    await untilConnected(leaseSeconds, () => lane.inTenant((sql) => slowBucket(sql, key, seconds)));
    noteBucketChange(lane.deps.database);
  };
  const provider = lane.providers.known(domain);
  await slow(provider === null ? domainBucket(domain) : providerBucket(provider));
  if (provider === null) lane.providers.learn(domain, (found) => slow(providerBucket(found)));
}

function tally(lane: LaneState, { cargo }: BatchRun, moved: readonly Moved[]): void {
  if (cargo.isForSeeds) return;
  for (const { name, moved: count } of moved) {
    lane.totals[name] += count;
    lane.deps.onMessages?.(name, count);
  }
}

/** Marks the last window of a batch, behind which no claim comes. */
export async function markAlone(lane: LaneState, run: BatchRun): Promise<void> {
  const marked = await untilConnected(leaseSeconds, () =>
    inOneTrip(lane.line, lane.tenantId, (sql) => [lockBatch(sql, heldBy(lane, run)), ...markLast(lane, run, sql)]),
  );
  await noteMarked(lane, run, marked.slice(1) as Moved[][]);
}

/** Notes for the outbox's workflow which part is to hear that something of it was settled. */
export function tellPart({ totals }: LaneState, { sourceKind, partId }: LeasedBatch): void {
  if (partId === null) return;
  const part = `${sourceKind}/${partId}`;
  if (!totals.settledParts?.includes(part)) totals.settledParts = [...(totals.settledParts ?? []), part];
}
