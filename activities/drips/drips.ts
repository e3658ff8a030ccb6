import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { findVersionHash } from '../../db/queries/drips/definitions.ts';
import { readOutlook } from '../../db/queries/drips/positions.ts';
import { setWake } from '../../db/queries/drips/rounds.ts';
import { markVersion } from '../../db/queries/drips/versions.ts';
import { findDrip, markDrip, markDripFailure, markEntryClosed, markUnwanted } from '../../db/queries/drips/drips.ts';
import { findCampaignForUpdate } from '../../db/queries/campaigns/campaigns.ts';
import { emptyDrip } from '../../db/queries/parts/stops.ts';
import { earliest, restAfter, type Rest } from '../../domain/drips/pace.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { DripRef } from '../../workflows/drips/messages.ts';
import type { ActivityDeps } from '../deps.ts';
import { buildVersionEditions } from './editions.ts';
import { lookAtDrip } from './look.ts';
import { wake } from '../outbox/wake-outbox.ts';

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
  /** Whether somebody stopped it; who told its workflow may not have been heard. */
  isStopped?: boolean;
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
          wakeAt: ({ nextDueAt }) => earliest(isRunning ? (nextDueAt?.toISOString() ?? null) : null, nextScanAt),
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
        ...(look.state.status === 'cancelled' && { isStopped: true }),
      };
    },

    /** Nobody new comes in any more. */
    async closeEntry(ref: DripMoment): Promise<void> {
      await inTenant(ref, (db) => markEntryClosed(db, ref.dripId, ref.now));
    },

    /** Nobody is in the drip and nobody comes in any more: it is over. */
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
      const { dripId, now } = ref;
      await inTenant(ref, async (db) => {
        const values = { completedAt: now };
        await markDrip(db, { id: dripId, from: ['draft', 'running', 'paused'], to: 'cancelled', values });
        await emptyDrip(db, { dripId, reason: 'stopped', takenBack: 'campaign_cancelled', nowIso: now });
        await markUnwanted(db, dripId);
      });
    },
  };
}

/** The activities of a drip, as workflows see them. */
export type DripActivities = ReturnType<typeof createDripActivities>;
