import { randomUUID } from 'node:crypto';
import { planOutbox, withTenantSql } from '../db/queries/outbox-lease.ts';
import { broadcastWorkflowId, drainedSignal } from '../workflows/broadcast.ts';
import type { ActivityDeps } from './deps.ts';
import { listToTell } from './outbox.ts';
import { openLane, type Lane } from './outbox-lane.ts';
import type { SendingPermits } from './sending-permits.ts';
import { wakeDripOf } from './wake-neglected.ts';
import { wake } from './wake-outbox.ts';

/** A lane that somebody who stays with a tenant's drip has beside it, so that a message now and then costs no workflow a task. */
export interface Aside {
  /** Sends what is due and resolves when that is done; nothing that goes wrong with it comes back to the caller. */
  send: () => Promise<void>;
  /** Resolves when nothing is on its way any more. */
  finish: () => Promise<void>;
}

/** More than this at a time (milliseconds) is the outbox's own work: it has more lanes, and tenants take turns there. */
const longestMs = 10_000;
/** What a lane knows of the tenant is read anew after this long. */
const laneMs = 30_000;

/** Opens it; `clock` is the clock of the business. What it does not get to, or what has to wait, it leaves to the outbox and tells it so. */
export function openAside(
  deps: ActivityDeps & { permits: SendingPermits },
  { tenantId, clock, stop }: { tenantId: string; clock: () => Date; stop: AbortSignal },
): Aside {
  let sending: Promise<void> | null = null;
  let isWanted = false;
  let open: { lane: Lane; since: number } | null = null;
  /** Until when the outbox sleeps, as far as we told it. */
  let outboxUntil: string | null = null;
  const nowIso = () => clock().toISOString();

  async function laneOf(): Promise<Lane> {
    if (open && Date.now() - open.since < laneMs) return open.lane;
    const lane = await openLane(deps, { tenantId, now: nowIso(), leaseId: randomUUID(), onWindow: () => {}, clock });
    open = { lane, since: Date.now() };
    return lane;
  }

  async function drain(): Promise<void> {
    const permit = deps.permits.take();
    if (!permit) return;
    try {
      const lane = await laneOf();
      const until = Date.now() + longestMs;
      while (Date.now() < until && !stop.aborted && (await lane.drainNext(stop)));
      await tell(lane);
    } finally {
      permit();
    }
  }

  async function tell(lane: Lane): Promise<void> {
    const result = lane.result();
    const [broadcasts, parts] = [result.drainedBroadcasts, result.settledParts ?? []];
    Object.assign(result, { drainedBroadcasts: [], settledParts: [] });
    for (const broadcastId of broadcasts)
      await deps.temporal.workflow
        .getHandle(broadcastWorkflowId({ tenantId, broadcastId }))
        .signal(drainedSignal)
        .catch(() => {});
    for (const part of await listToTell(deps, { tenantId, now: nowIso() }, parts))
      await wakeDripOf(deps.temporal, { tenantId, dripId: part.slice('drip/'.length) });
  }

  /** The outbox sends what is left, and what has to wait for its time. */
  async function leaveRest(): Promise<void> {
    const now = nowIso();
    const { dueBatches, nextDueAt } = await withTenantSql(deps.database.sql, tenantId, (sql) => planOutbox(sql, now));
    const isKnown = outboxUntil !== null && outboxUntil > now;
    if (dueBatches === 0 && (nextDueAt === null || (isKnown && outboxUntil! <= nextDueAt))) return;
    await wake(deps.temporal, tenantId);
    outboxUntil = nextDueAt;
  }

  async function run(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      try {
        await drain();
        await leaveRest();
      } catch (err) {
        open = null;
        deps.log.warn({ err, tenant: tenantId }, 'could not send by the way; the outbox does');
        await wake(deps.temporal, tenantId).catch(() => {});
      }
    }
  }

  return {
    send: () => {
      isWanted = true;
      return (sending ??= run().finally(() => (sending = null)));
    },
    finish: async () => {
      while (sending) await sending;
    },
  };
}
