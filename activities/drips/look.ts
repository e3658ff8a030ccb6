import { withTenant, type TenantDb } from '../../db/connection.ts';
import { cancelStrayCalls, hasDueCalls, settleCalls } from '../../db/queries/drips/calls.ts';
import { findNextDue, settleMessages } from '../../db/queries/drips/positions.ts';
import { isDripRunning, type DripState } from '../../db/queries/drips/rounds.ts';
import { takeAsked } from '../../db/queries/drips/stays.ts';
import { listMemberIds } from '../../db/queries/notifications/notifications.ts';
import { earliest } from '../../domain/drips/pace.ts';
import type { ActivityDeps } from '../deps.ts';
import { scanEntries } from './entries.ts';
import { advanceBatch } from './journey.ts';
import { endDripWhereDue } from './end.ts';
import { openPass } from './pass.ts';
import { takeOverApproved } from './takeover.ts';
import type { DripMoment } from './drips.ts';
import { wakeWebhooksOf } from '../tenants/wake-neglected.ts';

/** What a look at a drip came to. */
export interface DripLookDone {
  state: DripState;
  isRunning: boolean;
  moved: number;
  enqueued: number;
  /** Whether some are due that it did not get to. */
  isMore: boolean;
  /** When entries are to be looked for again, or the drip closes by its own end date (ISO 8601); null: never. */
  nextScanAt: string | null;
  /** When the next person in it is due (ISO 8601); null if nobody is, or if it does not run. */
  dueAt: string | null;
}

/** What a look may take, and who hears how far it is. */
export interface LookOptions {
  /** After this moment of the process's clock (milliseconds) no further batch is begun. */
  until: number;
  stop: AbortSignal;
  onBatch: (moved: number) => void;
  /** False where the caller knows that nobody asked for anything since the last look, and somebody is only due. */
  isAsked?: boolean;
}

/** People moved in one transaction. */
const batchSize = 500;

/**
 * Closes a drip whose own end date has come, takes over an approved version and what became of messages and calls, lets people in, and moves everybody who is due, batch by batch,
 * each in a transaction of its own that asks first whether the drip still runs. Several may go on at once and be killed at any
 * moment: who was not moved is moved by another one.
 */
export async function lookAtDrip(
  { database, directory, temporal }: Pick<ActivityDeps, 'database' | 'directory' | 'temporal'>,
  ref: DripMoment,
  { until, stop, onBatch, isAsked = true }: LookOptions,
): Promise<DripLookDone> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, ref.tenantId, work);
  // In a transaction of its own: whoever asks from here on is not yet heard.
  if (isAsked)
    await inTenant(async (db) => {
      await takeOverApproved(db, ref);
      await takeAsked(db, ref.dripId);
    });
  const endAt = await inTenant((db) => endDripWhereDue(db, ref));
  const { state, pass, rule, isRunning } = await inTenant(async (db) => {
    const listMembers = () => listMemberIds(directory.db, ref.tenantId);
    const { state, pass } = await openPass(db, { ...ref, listMembers });
    const isRunning = state.status === 'running' && state.campaignStatus === 'running';
    if (isRunning) {
      await settleMessages(db, ref.dripId, ref.now);
      await settleCalls(db, ref.dripId, ref.now);
      await cancelStrayCalls(db, ref.dripId, ref.now);
    }
    return { state, pass, isRunning, rule: await pass.ruleOf(db, state.currentVersion) };
  });
  const look: DripLookDone = { state, isRunning, moved: 0, enqueued: 0, isMore: false, nextScanAt: endAt, dueAt: null };
  if (!isRunning) return look;
  look.nextScanAt = earliest(endAt, await scanEntries(database, { ref, state, pass, rule, onBatch: () => onBatch(0) }));
  let hasCalls = false;
  do {
    const taken = await inTenant(async (db) => {
      const taken = (await isDripRunning(db, ref.dripId)) ? await advanceBatch(db, pass, batchSize) : 0;
      look.dueAt = (await findNextDue(db, ref.dripId))?.toISOString() ?? null;
      hasCalls = await hasDueCalls(db, ref.dripId, ref.now);
      return taken;
    });
    look.moved += taken;
    onBatch(look.moved);
    // Nobody is left to move, or another transaction holds the rows of those who are.
    if (taken === 0 || look.dueAt === null || look.dueAt > ref.now) break;
    look.isMore = Date.now() > until || stop.aborted;
  } while (!look.isMore);
  look.enqueued = pass.enqueued;
  if (hasCalls) await wakeWebhooksOf(temporal, ref.tenantId);
  return look;
}
