import { incrementCounters } from '../db/queries/parts/counters.ts';
import { findContentHash } from '../db/queries/approvals/approvals.ts';
import { countZones } from '../db/queries/broadcasts/audience.ts';
import { insertAudience, releaseBatches, type FrozenExperiment } from '../db/queries/broadcasts/freeze.ts';
import { insertDepartures, listDepartures } from '../db/queries/broadcasts/departures.ts';
import { findBroadcast, markBroadcast, type BroadcastMark } from '../db/queries/broadcasts/broadcasts.ts';
import { cancelSeeds, enqueueSeeds, type SeedCopies } from '../db/queries/seeds/sends.ts';
import { cancelSource, countProgress, markLost, type SourceProgress } from '../db/queries/parts/source-progress.ts';
import { findCampaignForUpdate } from '../db/queries/campaigns/campaigns.ts';
import { insertEdition } from '../db/queries/content/editions.ts';
import { findTenant } from '../db/queries/tenants/tenants.ts';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { departuresOf, startIn } from '../domain/broadcasts/local-start.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import { priorities } from '../domain/outbox/message.ts';
import type { BroadcastRef } from '../workflows/broadcasts/messages.ts';
import { experimentNews, experimentWorkflowId } from '../workflows/experiments/messages.ts';
import type { ActivityDeps } from './deps.ts';
import { openTest, testDepartures } from './experiments/freeze.ts';
import { buildVariantEdition } from './content/variant-edition.ts';
import { wake } from './outbox/wake-outbox.ts';

/** A broadcast and the moment of the business, as the workflow sees it. */
export type BroadcastMoment = BroadcastRef & { now: string };

/** The activities of a broadcast. */
export function createBroadcastActivities(deps: Pick<ActivityDeps, 'database' | 'temporal' | 'log'>) {
  const { database } = deps;
  const inTenant = <T>(ref: BroadcastRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, ref.tenantId, work);
  const mark = (ref: BroadcastRef, moved: Omit<BroadcastMark, 'id'>) =>
    inTenant(ref, (db) => markBroadcast(db, { id: ref.broadcastId, ...moved }));

  return {
    /**
     * Builds the edition that everyone gets and fixes the audience, in one transaction with the check that both are what was
     * approved. Doing it again does nothing. Returns the moments (ISO 8601) at which people get it who get it by their own clocks.
     */
    async freezeAudience(ref: BroadcastMoment): Promise<string[]> {
      let experimentId: string | undefined;
      const departures = await inTenant(ref, async (db) => {
        const campaign = await findCampaignForUpdate(db, ref.campaignId);
        const broadcast = await findBroadcast(db, ref.broadcastId);
        if (!campaign || !broadcast) throw notFound('broadcast');
        if (broadcast.frozenAt) return departureTimes(db, ref);
        if (campaign.status !== 'running' && campaign.status !== 'paused') {
          throw new DomainError('conflict', 'The campaign does not run any more, so nothing of it was sent.');
        }
        if (campaign.approvedHash !== (await findContentHash(db, ref.campaignId))) {
          throw new DomainError(
            'conflict',
            'What would be sent is not what was approved, so nothing was sent. Undo the change and resume, or cancel.',
          );
        }
        const edition = await buildVariantEdition(db, ref.broadcastId);
        const whom = {
          audience: broadcast.audience,
          isMarketing: edition.messageClass === 'marketing',
          topicId: edition.topicId,
          nowIso: ref.now,
        };
        const experiment = await openTest(db, { ...ref, localStart: broadcast.localStart });
        experimentId = experiment?.id;
        const opening = broadcast.localStart ? await fixDepartures(db, { ...whom, ...broadcast }) : undefined;
        const editionId = await insertEdition(db, edition);
        // Copies for seeds are written first, so that they go first: if they land in spam, that is seen while most of the mail still waits.
        if (broadcast.toSeeds ?? (await findTenant(db))?.sendsToSeeds)
          await enqueueSeeds(db, {
            ...{ broadcastId: ref.broadcastId, campaignId: ref.campaignId, priority: priorities.broadcast },
            editions: editionsForSeeds(ref, { editionId, experiment, firstAt: [...(opening?.at ?? [])].sort()[0] }),
          });
        const frozen = await insertAudience(db, {
          ...whom,
          ...(opening ? { opening } : {}),
          ...(experiment ? { experiment } : {}),
          broadcastId: ref.broadcastId,
          campaignId: ref.campaignId,
          editionId,
          priority: priorities.broadcast,
        });
        const skipped = Object.values(frozen.skipped).reduce((sum, count) => sum + count, 0);
        await incrementCounters(db, [
          { sourceId: ref.broadcastId, name: 'frozen', by: frozen.queued + skipped },
          ...Object.entries(frozen.skipped).map(([reason, by]) => ({
            sourceId: ref.broadcastId,
            name: `skipped.${reason}` as const,
            by,
          })),
        ]);
        await markBroadcast(db, {
          id: ref.broadcastId,
          from: ['draft', 'failed', 'freezing'],
          to: 'sending',
          values: { frozenAt: ref.now, startedAt: ref.now, failure: null },
        });
        return departureTimes(db, ref);
      });
      // If this signal is lost, the test looks by itself some minutes later.
      if (experimentId)
        await deps.temporal.workflow
          .getHandle(experimentWorkflowId({ ...ref, experimentId }))
          .signal(experimentNews)
          .catch(() => {});
      return departures;
    },

    /** Lets the frozen batches go whose moment has come, and wakes the outbox. */
    async releaseBroadcast(ref: BroadcastMoment): Promise<void> {
      await inTenant(ref, (db) => releaseBatches(db, ref.broadcastId, ref.now));
      await wake(deps.temporal, ref.tenantId);
    },

    async pauseBroadcast(ref: BroadcastRef): Promise<void> {
      await mark(ref, { from: ['sending'], to: 'paused' });
    },

    async resumeBroadcast(ref: BroadcastRef): Promise<void> {
      await mark(ref, { from: ['paused'], to: 'sending' });
      await wake(deps.temporal, ref.tenantId);
    },

    /** Takes back what is still queued. What a worker has in flight lands first; ask `readProgress`. */
    async cancelBroadcast(ref: BroadcastMoment): Promise<void> {
      await inTenant(ref, async (db) => {
        await markBroadcast(db, {
          id: ref.broadcastId,
          from: ['draft', 'freezing', 'sending', 'paused', 'failed'],
          to: 'cancelled',
          values: { completedAt: ref.now },
        });
        // First what a dead worker left behind: nobody else looks at the batches of a cancelled source.
        const lost = await markLost(db, ref.broadcastId);
        const cancelled = await cancelSource(db, ref.broadcastId);
        await cancelSeeds(db, ref.broadcastId);
        await incrementCounters(db, [
          { sourceId: ref.broadcastId, name: 'uncertain', by: lost },
          { sourceId: ref.broadcastId, name: 'cancelled', by: cancelled },
        ]);
      });
    },

    async completeBroadcast(ref: BroadcastMoment): Promise<void> {
      await mark(ref, { from: ['sending', 'paused'], to: 'completed', values: { completedAt: ref.now } });
    },

    async failBroadcast(ref: BroadcastRef & { failure: string }): Promise<void> {
      await mark(ref, { from: ['draft', 'freezing', 'failed'], to: 'failed', values: { failure: ref.failure } });
    },

    /** How far it is, counted from the messages that are not settled. */
    async readProgress(ref: BroadcastRef): Promise<SourceProgress> {
      return inTenant(ref, (db) => countProgress(db, ref.broadcastId));
    },
  };
}

/** The activities of a broadcast, as workflows see them. */
export type BroadcastActivities = ReturnType<typeof createBroadcastActivities>;

async function departureTimes(db: TenantDb, { broadcastId }: BroadcastRef): Promise<string[]> {
  const byClock = (await listDepartures(db, broadcastId)).map(({ at }) => at.toISOString());
  return [...byClock, ...(await testDepartures(db, broadcastId))];
}

/** Seeds get what people get, as soon as the first of them do; of a test each variant once. */
function editionsForSeeds(
  { now }: BroadcastMoment,
  frozen: { editionId: string; experiment: FrozenExperiment | undefined; firstAt: string | undefined },
): SeedCopies['editions'] {
  const { editionId, experiment, firstAt = now } = frozen;
  if (!experiment) return [{ id: editionId, at: firstAt }];
  const firsts = new Map<string, string>();
  for (const { editionId: id, opensAt } of experiment.variants) {
    const at = opensAt ?? now;
    if (!firsts.has(id) || at < firsts.get(id)!) firsts.set(id, at);
  }
  return [...firsts].map(([id, at]) => ({ id, at }));
}

/** Fixes who goes when by their own clocks, and says when the batches of each zone open. */
async function fixDepartures(
  db: TenantDb,
  broadcast: Parameters<typeof countZones>[1] & { id: string; localStart: string | null },
) {
  const zones = await countZones(db, broadcast);
  const tenant = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  const input = { localStart: broadcast.localStart ?? '', nowIso: broadcast.nowIso, tenantZone: tenant.timeZone };
  await insertDepartures(db, broadcast.id, departuresOf(zones, input));
  return {
    zones: zones.map(({ timeZone }) => timeZone ?? ''),
    at: zones.map(({ timeZone }) => startIn(timeZone, input)),
    otherwise: startIn(null, input),
  };
}
