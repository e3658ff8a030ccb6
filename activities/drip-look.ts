import { withTenant, type TenantDb } from '../db/connection.ts';
import { cancelStrayCalls, hasDueCalls, settleCalls } from '../db/queries/drip-calls.ts';
import { settleMessages } from '../db/queries/drip-positions.ts';
import { isDripRunning, type DripState } from '../db/queries/drip-rounds.ts';
import { takeAsked } from '../db/queries/drip-stays.ts';
import { listMemberIds } from '../db/queries/notifications.ts';
import type { ActivityDeps } from './deps.ts';
import { scanEntries } from './drip-entries.ts';
import { advanceBatch } from './drip-journey.ts';
import { openPass } from './drip-pass.ts';
import { takeOverApproved } from './drip-takeover.ts';
import type { DripMoment } from './drips.ts';
import { wakeWebhooksOf } from './wake-neglected.ts';

/** What a look at a drip came to. */
export interface DripLookDone {
  state: DripState;
  isRunning: boolean;
  moved: number;
  enqueued: number;
  /** Whether some are due that it did not get to. */
  isMore: boolean;
  /** When entries are to be looked for again (ISO 8601); null: never. */
  nextScanAt: string | null;
}

/** What a look may take, and who hears how far it is. */
export interface LookOptions {
  /** After this moment of the process's clock (milliseconds) no further batch is begun. */
  until: number;
  stop: AbortSignal;
  onBatch: (moved: number) => void;
}

/** People moved in one transaction. */
const batchSize = 500;

/**
 * Takes over an approved version and what became of messages and calls, lets people in, and moves everybody who is due, batch by batch,
 * each in a transaction of its own that asks first whether the drip still runs. Several may go on at once and be killed at any
 * moment: who was not moved is moved by another one.
 */
export async function lookAtDrip(
  { database, directory, temporal }: Pick<ActivityDeps, 'database' | 'directory' | 'temporal'>,
  ref: DripMoment,
  { until, stop, onBatch }: LookOptions,
): Promise<DripLookDone> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, ref.tenantId, work);
  await inTenant(async (db) => {
    await takeOverApproved(db, ref);
    await takeAsked(db, ref.dripId);
  });
  const { state, pass } = await inTenant((db) =>
    openPass(db, { ...ref, listMembers: () => listMemberIds(directory.db, ref.tenantId) }),
  );
  const isRunning = state.status === 'running' && state.campaignStatus === 'running';
  const look: DripLookDone = { state, isRunning, moved: 0, enqueued: 0, isMore: false, nextScanAt: null };
  if (!isRunning) return look;
  await inTenant(async (db) => {
    await settleMessages(db, ref.dripId, ref.now);
    await settleCalls(db, ref.dripId, ref.now);
    await cancelStrayCalls(db, ref.dripId, ref.now);
  });
  look.nextScanAt = await scanEntries(database, { ref, state, pass });
  for (;;) {
    const taken = await inTenant(async (db) =>
      (await isDripRunning(db, ref.dripId)) ? advanceBatch(db, pass, batchSize) : 0,
    );
    look.moved += taken;
    onBatch(look.moved);
    if (taken === 0) break;
    look.isMore = Date.now() > until || stop.aborted;
    if (look.isMore) break;
  }
  look.enqueued = pass.enqueued;
  if (await inTenant((db) => hasDueCalls(db, ref.dripId, ref.now))) await wakeWebhooksOf(temporal, ref.tenantId);
  return look;
}
