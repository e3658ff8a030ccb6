import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { findCampaign, findCampaignForUpdate } from '../../db/queries/campaigns/campaigns.ts';
import { activateItems, listNurtureItems } from '../../db/queries/nurtures/items.ts';
import { findNurtureVersion } from '../../db/queries/nurtures/versions.ts';
import { markHeard, markNurture, markNurtureFailure } from '../../db/queries/nurtures/state.ts';
import { findNurture } from '../../db/queries/nurtures/nurtures.ts';
import { leaveNurture, listItemIds, takeBack } from '../../db/queries/parts/stops.ts';
import { countProgress } from '../../db/queries/parts/source-progress.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { isCast, nextCast } from '../../domain/nurtures/schedule.ts';
import { hasEnded } from '../../domain/parts/end.ts';
import type { NurtureRef } from '../../workflows/nurtures/messages.ts';
import type { ActivityDeps } from '../deps.ts';
import { castBatch, openCast } from './cast.ts';
import { buildItemEditions } from './editions.ts';
import { letPeopleIn, nextScanAt } from './entries.ts';
import { startVersion } from './version.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** A nurture programme and the moment of the business (ISO 8601), as the workflow sees it. */
export type NurtureMoment = NurtureRef & { now: string };

/** When the next cast is (null: its campaign is paused) and how many people are in it; when it ends by itself, and whether it was stopped. */
export interface NurtureOutlook {
  nextCastAt: string | null;
  members: number;
  endAt?: string | null;
  isStopped?: boolean;
  /** When people are to be looked for who come in by themselves; null: nobody is. */
  lookAt?: string | null;
}

/** Members dealt with in one transaction. */
const batchSize = 500;
/** A round gives its slot back after this long. */
const roundMs = 60_000;

/** The activities of a nurture programme. */
export function createNurtureActivities({ database, temporal }: Pick<ActivityDeps, 'database' | 'temporal'>) {
  const inTenant = <T>(ref: NurtureRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, ref.tenantId, work);

  return {
    /** Begins it: what runs from now on is what was approved, and its messages are compiled. Doing it again does nothing. */
    async openNurture(ref: NurtureMoment): Promise<void> {
      await inTenant(ref, async (db) => {
        const campaign = await findCampaignForUpdate(db, ref.campaignId);
        const nurture = await findNurture(db, ref.nurtureId);
        if (!campaign || !nurture) throw notFound('nurture programme');
        if (nurture.status !== 'draft') return;
        if (campaign.approvedHash !== (await findContentHash(db, ref.campaignId))) {
          throw new DomainError(
            'conflict',
            'The nurture programme is not what was approved, so it did not begin. Undo the change and resume, or cancel.',
          );
        }
        await buildItemEditions(db, ref.nurtureId, { isStrict: true });
        await activateItems(db, ref.nurtureId);
        await startVersion(db, nurture, ref.now);
        const values = { startedAt: ref.now, failure: null };
        await markNurture(db, { id: ref.nurtureId, from: ['draft'], to: 'running', values });
      });
    },

    async failNurture(ref: NurtureRef & { failure: string }): Promise<void> {
      await inTenant(ref, (db) => markNurtureFailure(db, ref.nurtureId, ref.failure));
    },

    /** What the workflow needs to know. A programme that is paused, unlike one whose campaign is, skips its casts. */
    async readNurture(ref: NurtureMoment): Promise<NurtureOutlook> {
      return inTenant(ref, async (db) => {
        // This comes first: a change that is written after it may be missed by the reads below, but then the workflow is told again.
        await markHeard(db, ref.nurtureId);
        const nurture = await findNurture(db, ref.nurtureId);
        if (!nurture) throw notFound('nurture programme');
        const { normal = 0, paused = 0 } = nurture.members;
        const isRunning = (await findCampaign(db, ref.campaignId))?.status === 'running';
        return {
          nextCastAt: isRunning ? nextCast(nurture.definition.schedule, ref.now) : null,
          members: normal + paused,
          endAt: nurture.endAt?.toISOString() ?? null,
          isStopped: nurture.status === 'cancelled',
          lookAt: nextScanAt(nurture, { isRunning, nowIso: ref.now }),
        };
      });
    },

    /** Lets people in who come by themselves; returns when they are to be looked for again. */
    async letIn(ref: NurtureMoment): Promise<{ lookAt: string | null }> {
      const { heartbeat } = Context.current();
      return { lookAt: await letPeopleIn(database, ref, heartbeat) };
    },

    /**
     * Gives every member the first item that they have not had, batch by batch, each in a transaction of its own. May be run several
     * times at once and be killed at any moment: whom it did not get to is dealt with by another round.
     */
    async castNurture(ref: NurtureMoment & { castAt: string }): Promise<{ enqueued: number; isMore: boolean }> {
      const { heartbeat, cancellationSignal } = Context.current();
      const until = Date.now() + roundMs;
      if (!(await inTenant(ref, (db) => isToCast(db, ref)))) return { enqueued: 0, isMore: false };
      // Whoever has come by now gets something too.
      await letPeopleIn(database, { ...ref, now: ref.castAt }, heartbeat);
      heartbeat(0);
      await inTenant(ref, (db) => buildItemEditions(db, ref.nurtureId, { isStrict: false }));
      let cast = await inTenant(ref, (db) => openCast(db, ref));
      let enqueued = 0;
      let isMore = false;
      for (;;) {
        const batch = await inTenant(ref, (db) => castBatch(db, cast, { limit: batchSize, nowIso: ref.now }));
        ({ cast } = batch);
        enqueued += batch.enqueued;
        heartbeat(enqueued);
        if (batch.taken === 0) break;
        isMore = Date.now() > until || cancellationSignal.aborted;
        if (isMore) break;
      }
      if (enqueued > 0) await wake(temporal, ref.tenantId);
      return { enqueued, isMore };
    },

    /** There is no further cast: it is over once nothing of it is on the road. Returns how much still is. */
    async finishNurture(ref: NurtureMoment): Promise<{ left: number }> {
      return inTenant(ref, async (db) => {
        const nurture = await findNurture(db, ref.nurtureId);
        const isCut = nurture?.atEnd === 'stop' && hasEnded(nurture.endAt, ref.now);
        // Messages of items on hold would wait for ever, and so would all messages of a paused programme.
        const isAll = isCut || nurture?.status === 'paused';
        const items = await listNurtureItems(db, ref.nurtureId);
        await takeBack(
          db,
          items.filter(({ isOnHold }) => isOnHold || isAll).map(({ id }) => id),
          isCut ? 'part_ended' : 'campaign_cancelled',
        );
        const left = await countLeft(db, ref.nurtureId);
        const values = { completedAt: ref.now };
        if (left === 0) {
          await markNurture(db, { id: ref.nurtureId, from: ['running', 'paused'], to: 'completed', values });
          await leaveNurture(db, { nurtureId: ref.nurtureId, reason: 'ended', nowIso: ref.now });
        }
        return { left };
      });
    },

    /** Takes back what is still queued. Returns how much a worker has in flight: that lands first. */
    async cancelNurture(ref: NurtureMoment): Promise<{ left: number }> {
      return inTenant(ref, async (db) => {
        const values = { completedAt: ref.now };
        await markNurture(db, { id: ref.nurtureId, from: ['draft', 'running', 'paused'], to: 'cancelled', values });
        await leaveNurture(db, { nurtureId: ref.nurtureId, reason: 'stopped', nowIso: ref.now });
        await takeBack(db, await listItemIds(db, ref.nurtureId), 'campaign_cancelled');
        return { left: await countLeft(db, ref.nurtureId) };
      });
    },
  };
}

/** The activities of a nurture programme, as workflows see them. */
export type NurtureActivities = ReturnType<typeof createNurtureActivities>;

/** Whether it runs, and a cast of this moment is one of its own: the version that planned it may have been replaced before it came. */
async function isToCast(
  db: TenantDb,
  { nurtureId, campaignId, castAt }: NurtureRef & { castAt: string },
): Promise<boolean> {
  const campaign = await findCampaign(db, campaignId);
  const nurture = await findNurture(db, nurtureId);
  if (campaign?.status !== 'running' || nurture?.status !== 'running') return false;
  if (isCast(nurture.definition.schedule, castAt)) return true;
  const version = await findNurtureVersion(db, { nurtureId, number: nurture.currentVersion });
  return version?.activatedAt ? version.activatedAt.getTime() > Date.parse(castAt) : false;
}

async function countLeft(db: TenantDb, nurtureId: string): Promise<number> {
  let left = 0;
  for (const { id } of await listNurtureItems(db, nurtureId)) left += (await countProgress(db, id)).left;
  return left;
}
