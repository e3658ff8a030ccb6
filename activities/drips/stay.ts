import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { readOutlook, type DripOutlook } from '../../db/queries/drips/positions.ts';
import { setWake } from '../../db/queries/drips/rounds.ts';
import { beginStay, glanceAtDrip, isStaying, type DripWatch } from '../../db/queries/drips/stays.ts';
import { earliest, isWorthStaying, quietMs, stayMs, stillBusy } from '../../domain/drips/pace.ts';
import { processClock, type BusinessClock } from '../business-clock.ts';
import type { ActivityDeps } from '../deps.ts';
import { lookAtDrip } from './look.ts';
import type { DripLook, DripMoment, DripRound } from './drips.ts';
import { openAside } from '../outbox/aside.ts';
import type { SendingPermits } from '../outbox/sending-permits.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** How often whoever stays asks what has happened (milliseconds): while something does, and where nothing has for a minute. */
const [watchMs, idleWatchMs] = [1000, 5000];
/** A look takes no longer than this before it is asked again what has happened. */
const longestLookMs = 10_000;
/** So long a look's messages are waited for (milliseconds); where sending takes longer, others are moved meanwhile. */
const patienceMs = 2000;
/** After a look that moves few, so many times as long goes by before the next: a few people must not cost as much as hundreds. */
const idleShare = 4;
/** A look that moves as many is worth its time: the next one comes at once. */
const fullLook = 500;

/** Where a stay stands. */
interface Stay {
  ref: DripMoment;
  /** The moment of the business (milliseconds). */
  now: () => number;
  began: number;
  endsAt: number;
  /** The end that is written into the drip's row; each attempt has one of its own, by which it knows whether it is still wanted. */
  noted: string;
  stop: AbortSignal;
  moved: number;
  /** In so many different minutes there was somebody to move, the last time at `movedAt` (milliseconds). */
  looks: number;
  movedAt: number;
  /** Whether more are due than are moved in single file. */
  isMore: boolean;
  isEntryClosed: boolean;
  nextScanAt: string | null;
  /** When the next look is needed (milliseconds); null: when somebody asks. */
  nextLookAt: number | null;
}

/**
 * Opens the stay of an attempt. `ref.now` is when the first was asked for: a later one begins by so much later, and ends when the first
 * would have.
 */
function openStay(ref: DripMoment, clock: BusinessClock, { info, cancellationSignal }: Context): Stay {
  const later = Math.max(0, info.currentAttemptScheduledTimestampMs - info.scheduledTimestampMs);
  const from = Date.parse(ref.now) + (info.attempt > 1 ? later : 0);
  const opened = clock.now();
  const endsAt = Date.parse(ref.now) + stayMs;
  return {
    ref,
    now: () => from + clock.now() - opened,
    began: from,
    endsAt,
    noted: new Date(endsAt + info.attempt - 1).toISOString(),
    stop: cancellationSignal,
    moved: 0,
    looks: 0,
    movedAt: -Infinity,
    isMore: false,
    isEntryClosed: false,
    nextScanAt: null,
    nextLookAt: from,
  };
}

/** The activity that stays with a busy drip. */
export function createDripStayActivities(deps: ActivityDeps & { permits: SendingPermits }) {
  const inTenant = <T>({ tenantId }: DripMoment, work: (db: TenantDb) => Promise<T>) =>
    withTenant(deps.database.db, tenantId, work);
  const clock = deps.clock ?? processClock;

  return {
    /**
     * Stays with a busy drip for hours: moves people as they come and fall due, and sends what that asks for, so that nobody waits
     * for the next look and the drip's history does not grow with the people. Ends early where the drip does not run any more or is over,
     * where more are due than it moves in single file, or where somebody did something by hand or another one took over, which its row
     * says. May be killed at any moment: what it had not moved, the next one moves.
     */
    async stayWithDrip(ref: DripLook): Promise<DripRound> {
      const context = Context.current();
      const stay = openStay(ref, clock, context);
      const { now, endsAt, noted, stop } = stay;
      const aside = openAside(deps, { tenantId: ref.tenantId, clock: () => new Date(now()), stop });
      // What the attempt before had asked for and not sent, the outbox sends.
      if (context.info.attempt > 1) await wake(deps.temporal, ref.tenantId);
      await inTenant(ref, (db) => beginStay(db, ref.dripId, noted));
      let watch: DripWatch;
      let [looksAgainAt, hasLooked, happenedAt] = [0, false, stay.began];
      try {
        for (;;) {
          context.heartbeat(stay.moved);
          watch = await glanceAtDrip(deps.database.line(), { ...ref, endsAtIso: noted });
          if (!watch.isMine || !watch.isRunning || watch.isOver || stop.aborted || now() >= endsAt) break;
          const isDue = watch.isAsked || (stay.nextLookAt !== null && stay.nextLookAt <= now());
          let enqueued = 0;
          if (isDue) happenedAt = now();
          if (isDue && now() >= looksAgainAt) {
            const [from, movedBefore] = [now(), stay.moved];
            enqueued = await look(stay, from, watch.isAsked || !hasLooked);
            hasLooked = true;
            const isFull = stay.moved - movedBefore >= fullLook;
            looksAgainAt = isFull ? 0 : now() + (now() - from) * idleShare;
          }
          if (stay.isMore) break;
          // What goes at once is looked at again at once: the next step counts from it.
          if (enqueued > 0 || aside.owes()) await Promise.race([aside.send(), wait(patienceMs)]);
          const isSoon = stay.nextLookAt !== null && stay.nextLookAt - now() < idleWatchMs;
          const isIdle = now() - happenedAt >= quietMs && !isSoon && !aside.owes();
          await clock.sleep(Math.min(isIdle ? idleWatchMs : watchMs, endsAt - now()), stop);
        }
      } finally {
        await aside.finish();
      }
      return end(stay, watch);
    },
  };

  /** One look at the moment; returns how many messages it asked for. */
  async function look(stay: Stay, nowMs: number, isAsked: boolean): Promise<number> {
    const { heartbeat } = Context.current();
    const { stop } = stay;
    const ref = { ...stay.ref, now: new Date(nowMs).toISOString() };
    const done = await lookAtDrip(deps, ref, { until: Date.now() + longestLookMs, stop, onBatch: heartbeat, isAsked });
    stay.moved += done.moved;
    if (done.moved > 0 && nowMs - stay.movedAt >= quietMs)
      Object.assign(stay, { looks: stay.looks + 1, movedAt: nowMs });
    stay.isMore = done.isMore && !stop.aborted;
    // Those who move the rest side by side need not ask for any more messages.
    if (stay.isMore && done.enqueued > 0) await wake(deps.temporal, ref.tenantId);
    stay.isEntryClosed = done.state.entryClosedAt !== null;
    stay.nextScanAt = done.nextScanAt;
    const nextAt = earliest(done.dueAt, done.nextScanAt);
    stay.nextLookAt = nextAt === null ? null : Date.parse(nextAt);
    return done.enqueued;
  }

  /**
   * What the drip's workflow goes on from: with another stay, or where that is not worth it, with the account of looks begun anew and
   * asleep until the next are due. Whoever comes in tells it then.
   */
  async function end(stay: Stay, { isMine, isRunning, isOver }: DripWatch): Promise<DripRound> {
    const { ref, noted, stop, nextScanAt, moved, isMore } = stay;
    const nowMs = stay.now();
    const nowIso = new Date(nowMs).toISOString();
    const goesOn = isMine && isRunning && !isOver;
    const isWorthIt = stop.aborted || isWorthStaying({ looks: stay.looks, forMs: nowMs - stay.began });
    const isBusy = goesOn && !isMore && isWorthIt;
    const { read: outlook, nextDueAt } = await inTenant(ref, async (db) => {
      const read = () => readOutlook(db, ref.dripId);
      const wakeAt = (next: DripOutlook) =>
        earliest(isRunning ? (next.nextDueAt?.toISOString() ?? null) : null, nextScanAt);
      if (isBusy) return { read: await read(), nextDueAt: nowIso };
      if (await isStaying(db, ref.dripId, noted)) return setWake(db, ref.dripId, { restsUntil: nowIso, read, wakeAt });
      // Whoever ended it wants the drip looked at.
      return { read: await read(), nextDueAt: isRunning ? nowIso : null };
    });
    return {
      restsUntil: nowIso,
      busyUntil: goesOn && !isMore && !isWorthIt ? nowIso : stillBusy(nowMs),
      isBusy,
      moved,
      enqueued: 0,
      open: outlook.open,
      isMore,
      nextDueAt,
      isEntryClosed: stay.isEntryClosed || isOver,
    };
  }
}

/** It, as the drip's workflow sees it. */
export type DripStayActivities = ReturnType<typeof createDripStayActivities>;
