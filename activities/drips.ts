import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { findContentHash } from '../db/queries/approvals.ts';
import { incrementCounters } from '../db/queries/counters.ts';
import { cancelStrayCalls } from '../db/queries/drip-calls.ts';
import { findStepIds, findVersionHash } from '../db/queries/drip-definitions.ts';
import { leaveDrips, readOutlook } from '../db/queries/drip-positions.ts';
import { setWake } from '../db/queries/drip-rounds.ts';
import { markVersion } from '../db/queries/drip-versions.ts';
import { findDrip, markDrip, markDripFailure, markEntryClosed } from '../db/queries/drips.ts';
import { findCampaignForUpdate } from '../db/queries/campaigns.ts';
import { cancelSource, markLost } from '../db/queries/source-progress.ts';
import { restAfter, type Rest } from '../domain/drips/pace.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import type { DripRef } from '../workflows/drip-messages.ts';
import type { ActivityDeps } from './deps.ts';
import { buildVersionEditions } from './drip-editions.ts';
import { lookAtDrip } from './drip-look.ts';
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

/** A round gives its slot back after this long. */
const roundMs = 60_000;

/** The activities of a drip. */
export function createDripActivities(deps: Pick<ActivityDeps, 'database' | 'directory' | 'temporal'>) {
  const inTenant = <T>(ref: DripRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(deps.database.db, ref.tenantId, work);

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

    /** Looks at a drip once and moves everybody who is due, see `lookAtDrip`. */
    async advanceDrip(ref: DripLook): Promise<DripRound> {
      const { heartbeat, cancellationSignal: stop } = Context.current();
      const look = await lookAtDrip(deps, ref, { until: Date.now() + roundMs, stop, onBatch: heartbeat });
      const { isRunning, moved, enqueued, isMore, nextScanAt } = look;
      if (enqueued > 0) await wake(deps.temporal, ref.tenantId);
      const rest = restAfter({ nowIso: ref.now, busyUntil: ref.busyUntil ?? null });
      const { read: outlook, nextDueAt } = await inTenant(ref, (db) =>
        setWake(db, ref.dripId, {
          restsUntil: rest.restsUntil,
          read: () => readOutlook(db, ref.dripId),
          wakeAt: ({ nextDueAt }) => (isRunning ? earliest(nextDueAt?.toISOString() ?? null, nextScanAt) : null),
        }),
      );
      return {
        ...rest,
        isBusy: rest.isBusy && isRunning,
        moved,
        enqueued,
        open: outlook.open,
        isMore,
        nextDueAt,
        isEntryClosed: look.state.entryClosedAt !== null,
      };
    },

    /** Nobody new comes in any more. */
    async closeEntry(ref: DripMoment): Promise<void> {
      await inTenant(ref, (db) => markEntryClosed(db, ref.dripId, ref.now));
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

/** The earlier of two moments (ISO 8601); null is never. */
export function earliest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
