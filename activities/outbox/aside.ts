import { randomUUID } from 'node:crypto';
import { isSending, withTenantSql } from '../../db/queries/outbox/lease.ts';
import type { ActivityDeps } from '../deps.ts';
import { earliest } from '../../domain/drips/pace.ts';
import { openLane, type Lane } from './lane.ts';
import type { SendingPermits } from './sending-permits.ts';
import { openTelling } from '../campaigns/settled-parts.ts';
import { wake } from './wake-outbox.ts';

/** A lane that somebody who stays with a tenant's drip has beside it, so that a message now and then costs no workflow a task. */
export interface Aside {
  /** Sends what is due and resolves when that is done; nothing that goes wrong with it comes back to the caller. */
  send: () => Promise<void>;
  /** Whether something is left to do that nobody has been told of: `send` soon. */
  owes: () => boolean;
  /** Resolves when nothing is on its way any more, and what was left is the outbox's. */
  finish: () => Promise<void>;
}

/** More than this at a time (milliseconds) is the outbox's own work: it has more lanes, and tenants take turns there. */
const longestMs = 10_000;
/** What a lane knows of the tenant is read anew after this long. */
const laneMs = 30_000;
/** While somebody sends for the tenant, the outbox is told of what is left no more often than this (milliseconds). */
const toldMs = 60_000;

/** Opens it; `clock` is the clock of the business. What it does not get to, or what has to wait, it leaves to the outbox and tells it so. */
export function openAside(
  deps: ActivityDeps & { permits: SendingPermits },
  { tenantId, clock, stop }: { tenantId: string; clock: () => Date; stop: AbortSignal },
): Aside {
  let sending: Promise<void> | null = null;
  let isWanted = false;
  let open: { lane: Lane; since: number } | null = null;
  /** Whether something due was left over and the outbox has not been told yet. */
  let isLeft = false;
  /** When the first message that had to wait may go (ISO 8601), until the outbox has been told. */
  let laterAt: string | null = null;
  /** When the outbox was told last (milliseconds), and when it looks again by itself because of that (ISO 8601). */
  let toldAt = -Infinity;
  let outboxUntil: string | null = null;
  const nowIso = () => clock().toISOString();
  const telling = openTelling(deps, { tenantId, nowIso });

  async function laneOf(): Promise<Lane> {
    if (open && Date.now() - open.since < laneMs) return open.lane;
    const lane = await openLane(deps, { tenantId, now: nowIso(), leaseId: randomUUID(), onWindow: () => {}, clock });
    open = { lane, since: Date.now() };
    return lane;
  }

  /** Sends batch by batch; true if something due is left. */
  async function drain(): Promise<boolean> {
    const permit = deps.permits.take();
    if (!permit) return true;
    let lane: Lane | null = null;
    try {
      lane = await laneOf();
      const until = Date.now() + longestMs;
      let isMore = true;
      while (isMore && Date.now() < until && !stop.aborted) isMore = await lane.drainNext(stop);
      return isMore;
    } finally {
      // Also what a fault left behind is settled and has to be told.
      if (lane) note(lane);
      permit();
    }
  }

  function note(lane: Lane): void {
    const result = lane.result();
    telling.note(result);
    Object.assign(result, { drainedBroadcasts: [], settledParts: [] });
    const waits = lane.takeLaterAt();
    if (waits !== null && (laterAt === null || waits < laterAt)) laterAt = waits;
  }

  /** The outbox sends what is left, and what has to wait for its time. What others leave behind is their own to tell. */
  async function leaveRest(): Promise<void> {
    const now = clock().getTime();
    if (!isLeft) {
      if (laterAt === null) return;
      if (outboxUntil !== null && outboxUntil > nowIso() && outboxUntil <= laterAt) return void (laterAt = null);
    } else if (now - toldAt < toldMs && !stop.aborted) {
      // Whoever sends looks for more when it is done.
      if (await withTenantSql(deps.database.sql, tenantId, isSending)) return;
    }
    await wake(deps.temporal, tenantId);
    const known = outboxUntil !== null && outboxUntil > nowIso() ? outboxUntil : null;
    [isLeft, toldAt, outboxUntil, laterAt] = [false, now, earliest(known, laterAt), null];
  }

  async function run(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      isLeft = true;
      await attempt(async () => void (isLeft = await drain()));
      await attempt(() => telling.tell());
      await attempt(leaveRest);
    }
  }

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (err) {
      open = null;
      deps.log.warn({ err, tenant: tenantId }, 'could not send by the way; the outbox does');
    }
  }

  return {
    send: () => {
      isWanted = true;
      return (sending ??= run().finally(() => (sending = null)));
    },
    owes: () => isLeft || laterAt !== null || telling.owes(),
    finish: async () => {
      while (sending) await sending;
      if (telling.owes()) await attempt(() => telling.tell());
      if (isLeft || laterAt !== null) await attempt(() => wake(deps.temporal, tenantId));
    },
  };
}
