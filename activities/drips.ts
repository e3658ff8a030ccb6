import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { findContentHash } from '../db/queries/approvals.ts';
import { incrementCounters } from '../db/queries/counters.ts';
import { cancelStrayCalls, hasDueCalls, settleCalls } from '../db/queries/drip-calls.ts';
import { findStepIds, findVersionHash } from '../db/queries/drip-definitions.ts';
import { leaveDrips, readOutlook, settleMessages } from '../db/queries/drip-positions.ts';
import { listMemberIds } from '../db/queries/notifications.ts';
import { setWake } from '../db/queries/drip-rounds.ts';
import { markVersion } from '../db/queries/drip-versions.ts';
import { findDrip, markDrip, markDripFailure } from '../db/queries/drips.ts';
import { findCampaignForUpdate } from '../db/queries/campaigns.ts';
import { cancelSource, markLost } from '../db/queries/source-progress.ts';
import { paceOf, restAfter, type Rest } from '../domain/drips/pace.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import type { DripRef } from '../workflows/drip-messages.ts';
import type { ActivityDeps } from './deps.ts';
import { buildVersionEditions } from './drip-editions.ts';
import { scanEntries } from './drip-entries.ts';
import { advanceBatch } from './drip-journey.ts';
import { openPass } from './drip-pass.ts';
import { takeOverApproved } from './drip-takeover.ts';
import { wakeWebhooksOf } from './wake-neglected.ts';
import { wake } from './wake-outbox.ts';

/** A drip and the moment of the business (ISO 8601), as the workflow sees it. */
export type DripMoment = DripRef & { now: string };

/** A look at a drip; `busyUntil` is the account that the look before returned (null at the first). */
export type DripLook = DripMoment & { busyUntil?: string | null };

/** What a round did and what is left; numbers and times only. */
export interface DripRound extends Rest {
  moved: number;
  enqueued: number;
  /** People in the drip. */
  open: number;
  /** Whether some are due that this round did not get to. */
  isMore: boolean;
  /** When the next round is needed at the latest; null: when somebody says so. */
  nextDueAt: string | null;
  isEntryClosed: boolean;
}

/** People moved in one transaction. */
const batchSize = 500;
/** A round gives its slot back after this long. */
const roundMs = 60_000;

/** The activities of a drip. */
export function createDripActivities({
  database,
  directory,
  temporal,
}: Pick<ActivityDeps, 'database' | 'directory' | 'temporal'>) {
  const inTenant = <T>(ref: DripRef, work: (db: TenantDb) => Promise<T>) => withTenant(database.db, ref.tenantId, work);

  return {
    /** Begins a drip: what runs from now on is what was approved, and its messages are compiled. Doing it again does nothing. */
    async openDrip(ref: DripMoment): Promise<void> {
      await inTenant(ref, async (db) => {
        const campaign = await findCampaignForUpdate(db, ref.campaignId);
        const drip = await findDrip(db, ref.dripId);
        if (!campaign || !drip) throw notFound('drip');
        if (drip.status !== 'draft') return;
        if (campaign.approvedHash !== (await findContentHash(db, ref.campaignId))) {
          throw new DomainError(
            'conflict',
            'The drip is not what was approved, so it did not begin. Undo the change and resume, or cancel.',
          );
        }
        const version = { dripId: ref.dripId, number: drip.currentVersion };
        await buildVersionEditions(db, version);
        await markVersion(db, {
          ...version,
          from: ['draft'],
          to: 'active',
          values: { activatedAt: ref.now, contentHash: await findVersionHash(db, version) },
        });
        await markDrip(db, { id: ref.dripId, from: ['draft'], to: 'running', values: { startedAt: ref.now } });
        await markDripFailure(db, ref.dripId, null);
      });
    },

    async failDrip(ref: DripRef & { failure: string }): Promise<void> {
      await inTenant(ref, (db) => markDripFailure(db, ref.dripId, ref.failure));
    },

    /**
     * Takes over what became of messages, lets people in, and moves everybody who is due, batch by batch, each in a transaction of its
     * own. May be run several times at once and be killed at any moment: who was not moved is moved by another round.
     */
    async advanceDrip(ref: DripLook): Promise<DripRound> {
      const { heartbeat, cancellationSignal } = Context.current();
      const until = Date.now() + roundMs;
      await inTenant(ref, (db) => takeOverApproved(db, ref));
      const { state, pass } = await inTenant(ref, (db) =>
        openPass(db, { ...ref, listMembers: () => listMemberIds(directory.db, ref.tenantId) }),
      );
      const isRunning = state.status === 'running' && state.campaignStatus === 'running';
      let moved = 0;
      let isMore = false;
      let nextScanAt: string | null = null;
      if (isRunning) {
        await inTenant(ref, async (db) => {
          await settleMessages(db, ref.dripId, ref.now);
          await settleCalls(db, ref.dripId, ref.now);
          await cancelStrayCalls(db, ref.dripId, ref.now);
        });
        nextScanAt = await scanEntries(database, { ref, state, pass });
        for (;;) {
          const taken = await inTenant(ref, (db) => advanceBatch(db, pass, batchSize));
          moved += taken;
          heartbeat(moved);
          if (taken === 0) break;
          isMore = Date.now() > until || cancellationSignal.aborted;
          if (isMore) break;
        }
      }
      if (pass.enqueued > 0) await wake(temporal, ref.tenantId);
      if (isRunning && (await inTenant(ref, (db) => hasDueCalls(db, ref.dripId, ref.now))))
        await wakeWebhooksOf(temporal, ref.tenantId);
      const { steps } = await inTenant(ref, (db) => pass.ruleOf(db, state.currentVersion));
      const rest = restAfter({ nowIso: ref.now, busyUntil: ref.busyUntil ?? null, paceMs: paceOf(steps) });
      const outlook = await inTenant(ref, (db) =>
        setWake(db, ref.dripId, {
          restsUntil: rest.restsUntil,
          read: () => readOutlook(db, ref.dripId),
          wakeAt: ({ nextDueAt }) => (isRunning ? earliest(nextDueAt?.toISOString() ?? null, nextScanAt) : null),
        }),
      );
      return {
        ...rest,
        moved,
        enqueued: pass.enqueued,
        open: outlook.open,
        isMore,
        nextDueAt: isRunning ? earliest(outlook.nextDueAt?.toISOString() ?? null, nextScanAt) : null,
        isEntryClosed: state.entryClosedAt !== null,
      };
    },

    /** Nobody new comes in any more. */
    async closeEntry(ref: DripMoment): Promise<void> {
      await inTenant(ref, async (db) => {
        const drip = await findDrip(db, ref.dripId);
        if (!drip || drip.entryClosedAt) return;
        await markDrip(db, {
          id: ref.dripId,
          from: ['running', 'paused'],
          to: drip.status,
          values: { entryClosedAt: ref.now },
        });
      });
    },

    /** Nobody is in it and nobody comes in: it is over. */
    async completeDrip(ref: DripMoment): Promise<void> {
      await inTenant(ref, (db) =>
        markDrip(db, {
          id: ref.dripId,
          from: ['running', 'paused'],
          to: 'completed',
          values: { completedAt: ref.now },
        }),
      );
    },

    /** Everybody leaves, and what is still queued is taken back. What a worker has in flight lands. */
    async cancelDrip(ref: DripMoment): Promise<void> {
      await inTenant(ref, async (db) => {
        await markDrip(db, {
          id: ref.dripId,
          from: ['draft', 'running', 'paused'],
          to: 'cancelled',
          values: { completedAt: ref.now },
        });
        await leaveDrips(db, { dripId: ref.dripId, reason: 'stopped', nowIso: ref.now });
        await cancelStrayCalls(db, ref.dripId, ref.now);
        for (const sourceId of [...(await findStepIds(db, ref.dripId)).values()].sort()) {
          const lost = await markLost(db, sourceId);
          const cancelled = await cancelSource(db, sourceId);
          await incrementCounters(db, [
            { sourceId, name: 'uncertain', by: lost },
            { sourceId, name: 'cancelled', by: cancelled },
          ]);
        }
      });
    },
  };
}

/** The activities of a drip, as workflows see them. */
export type DripActivities = ReturnType<typeof createDripActivities>;

function earliest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
