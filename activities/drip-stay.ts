import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { findNextDue, readOutlook, type DripOutlook } from '../db/queries/drip-positions.ts';
import { setWake } from '../db/queries/drip-rounds.ts';
import { beginStay, watchDrip, type DripWatch } from '../db/queries/drip-stays.ts';
import { stayMs } from '../domain/drips/pace.ts';
import { processClock } from './business-clock.ts';
import type { ActivityDeps } from './deps.ts';
import { lookAtDrip } from './drip-look.ts';
import { earliest, type DripLook, type DripMoment, type DripRound } from './drips.ts';
import { openAside } from './outbox-aside.ts';
import type { SendingPermits } from './sending-permits.ts';

/** How often whoever stays asks what has happened (milliseconds). */
export const watchMs = 1000;
/** A look takes no longer than this before it is asked again what has happened. */
const longestLookMs = 10_000;
/** So long a look's messages are waited for (milliseconds); where sending takes longer, others are moved meanwhile. */
const patienceMs = 2000;
/** Of its time, a stay spends at most one part in so many looking. */
const idleShare = 4;

/** Where a stay stands. */
interface Stay {
  ref: DripMoment;
  endsAt: number;
  moved: number;
  isEntryClosed: boolean;
  nextScanAt: string | null;
  /** When the next look is needed (milliseconds); null: when somebody asks. */
  nextLookAt: number | null;
}

/** The activity that stays with a busy drip. */
export function createDripStayActivities(deps: ActivityDeps & { permits: SendingPermits }) {
  const inTenant = <T>({ tenantId }: DripMoment, work: (db: TenantDb) => Promise<T>) =>
    withTenant(deps.database.db, tenantId, work);
  const clock = deps.clock ?? processClock;

  return {
    /**
     * Stays with a busy drip for half an hour: moves people as they come and fall due, and sends what that asks for, so that nobody waits
     * for the next look and the drip's history does not grow with the people. Ends early where the drip does not run any more, or where
     * somebody did something by hand or another one took over, which its row says. May be killed at any moment: what it had not moved,
     * the next one moves.
     */
    async stayWithDrip(ref: DripLook): Promise<DripRound> {
      const { heartbeat, cancellationSignal: stop } = Context.current();
      const began = clock.now();
      const now = () => Date.parse(ref.now) + clock.now() - began;
      const endsAt = now() + stayMs;
      const endsAtIso = new Date(endsAt).toISOString();
      const stay: Stay = { ref, endsAt, moved: 0, isEntryClosed: false, nextScanAt: null, nextLookAt: now() };
      const aside = openAside(deps, { tenantId: ref.tenantId, clock: () => new Date(now()), stop });
      await inTenant(ref, (db) => beginStay(db, ref.dripId, endsAtIso));
      let watch: DripWatch;
      let looksAgainAt = 0;
      try {
        for (;;) {
          heartbeat(stay.moved);
          watch = await inTenant(ref, (db) => watchDrip(db, ref.dripId, endsAtIso));
          if (!watch.isMine || !watch.isRunning || stop.aborted || now() >= endsAt) break;
          const isDue = watch.isAsked || (stay.nextLookAt !== null && stay.nextLookAt <= now());
          if (isDue && now() >= looksAgainAt) {
            const from = now();
            const enqueued = await look(stay, from, stop);
            looksAgainAt = now() + (now() - from) * idleShare;
            // What goes at once is looked at again at once: the next step counts from it.
            if (enqueued > 0) await Promise.race([aside.send(), wait(patienceMs)]);
          }
          await clock.sleep(Math.min(watchMs, endsAt - now()), stop);
        }
      } finally {
        await aside.finish();
      }
      return end(stay, { watch, nowMs: now(), stop, busyUntil: ref.busyUntil ?? ref.now });
    },
  };

  /** One look at the moment; returns how many messages it asked for. */
  async function look(stay: Stay, nowMs: number, stop: AbortSignal): Promise<number> {
    const { heartbeat } = Context.current();
    const ref = { ...stay.ref, now: new Date(nowMs).toISOString() };
    const done = await lookAtDrip(deps, ref, { until: Date.now() + longestLookMs, stop, onBatch: heartbeat });
    stay.moved += done.moved;
    stay.isEntryClosed = done.state.entryClosedAt !== null;
    stay.nextScanAt = done.nextScanAt;
    const dueAt = await inTenant(ref, (db) => findNextDue(db, ref.dripId));
    const nextAt = earliest(dueAt?.toISOString() ?? null, done.nextScanAt);
    stay.nextLookAt = nextAt === null ? null : Date.parse(nextAt);
    return done.enqueued;
  }

  /** What the drip's workflow goes on from. Where nobody moved, it sleeps until the next are due, and whoever comes in tells it. */
  async function end(
    stay: Stay,
    on: { watch: DripWatch; nowMs: number; stop: AbortSignal; busyUntil: string },
  ): Promise<DripRound> {
    const { ref, nextScanAt, moved, isEntryClosed } = stay;
    const { isMine, isRunning } = on.watch;
    const isBusy = isMine && isRunning && (moved > 0 || on.stop.aborted);
    const nowIso = new Date(on.nowMs).toISOString();
    const endsAtIso = new Date(stay.endsAt).toISOString();
    const { read: outlook, nextDueAt } = await inTenant(ref, async (db) => {
      const read = () => readOutlook(db, ref.dripId);
      const wakeAt = (next: DripOutlook) =>
        isRunning ? earliest(next.nextDueAt?.toISOString() ?? null, nextScanAt) : null;
      if (!isBusy && (await watchDrip(db, ref.dripId, endsAtIso)).isMine)
        return setWake(db, ref.dripId, { restsUntil: nowIso, read, wakeAt });
      const outlook = await read();
      return { read: outlook, nextDueAt: wakeAt(outlook) };
    });
    return {
      restsUntil: nowIso,
      busyUntil: on.busyUntil,
      isBusy,
      moved,
      enqueued: 0,
      open: outlook.open,
      isMore: false,
      nextDueAt,
      isEntryClosed,
    };
  }
}

/** It, as the drip's workflow sees it. */
export type DripStayActivities = ReturnType<typeof createDripStayActivities>;
