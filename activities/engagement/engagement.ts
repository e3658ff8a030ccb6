import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { isDataFault } from '../../db/data-fault.ts';
import { isAttributionAsked } from '../../db/queries/attribution/work.ts';
import { countAgain } from '../../db/queries/consent/mail-frequency.ts';
import { isNextActionAsked } from '../../db/queries/next-actions/work.ts';
import { listDueEvents, nextEngagementDue, putEventAside } from '../../db/queries/engagement/engagement.ts';
import { areScoresAsked } from '../../db/queries/scoring/work.ts';
import type { EngagementRef } from '../../workflows/engagement.ts';
import type { ActivityDeps } from '../deps.ts';
import { applyDueEvents } from './batch.ts';
import { applyIdentityCalls } from './identity-calls.ts';
import { wakeAttributionOf, wakeDripOf, wakeNextActionsOf, wakeScoringOf } from '../tenants/wake-neglected.ts';

/** What one round did, and in how many milliseconds something is due again (null: nothing is left). */
export interface EngagementRound {
  applied: number;
  nextDueInMs: number | null;
}

/** The activities of the workflow `engagement`. */
export type EngagementActivities = ReturnType<typeof createEngagementActivities>;

/** Events in one transaction: enough to be set-based, few enough to hold its locks for some milliseconds only. */
const batchSize = 500;
/** People are handled one by one, so a batch has fewer of them. */
const identityBatchSize = 50;
/** A round stays while more is coming, so that a busy tenant costs the history a few events a minute and not a second. */
const roundMs = 30_000;
const pauseMs = 500;
/** What is due this soon is waited for. */
const soonMs = 5000;
/** Whoever credits hears of new touches this often at most while a round stays, and at its end. */
const creditsMs = 5000;

/** Makes the activities that apply engagement. */
export function createEngagementActivities({
  database,
  temporal,
  log,
}: Pick<ActivityDeps, 'database' | 'temporal' | 'log'>) {
  return {
    /** Applies what is due, and what becomes due while it is at it. Safe to run twice at once. */
    async applyEngagement({ tenantId }: EngagementRef): Promise<EngagementRound> {
      const { cancellationSignal, heartbeat } = activity();
      const until = Date.now() + roundMs;
      let tellCreditsAt = 0;
      let applied = 0;
      for (;;) {
        const woken: string[] = [];
        // Who somebody is goes before what they did: the next events are theirs then.
        const identified = await withTenant(database.db, tenantId, (db) =>
          applyIdentityCalls(db, tenantId, identityBatchSize),
        );
        // Of whom two records became one, what a lane claimed meanwhile is counted.
        if (identified > 0) await withTenant(database.db, tenantId, countAgain);
        const taken = await applyBatch({ database, log }, tenantId, (dripIds) => void woken.push(...dripIds));
        for (const dripId of woken) await wakeDripOf(temporal, { tenantId, dripId });
        applied += taken + identified;
        heartbeat(applied);
        const isFull = taken === batchSize || identified === identityBatchSize;
        if (isFull && !cancellationSignal.aborted) continue;
        const { nextDueInMs, isAsked, areScored, hasReasons } = await withTenant(database.db, tenantId, async (db) => ({
          nextDueInMs: await nextEngagementDue(db),
          isAsked: applied > 0 && (await isAttributionAsked(db)),
          areScored: applied > 0 && (await areScoresAsked(db)),
          hasReasons: applied > 0 && (await isNextActionAsked(db)),
        }));
        const isOver = Date.now() > until || cancellationSignal.aborted;
        const isLast = nextDueInMs === null || nextDueInMs > soonMs || isOver;
        if (hasReasons && isLast) await tellNextActions(tenantId);
        if (isAsked && (isLast || Date.now() >= tellCreditsAt)) {
          await tellCredits(tenantId);
          tellCreditsAt = Date.now() + creditsMs;
        }
        if (isLast) {
          if (areScored) await tellScores(tenantId);
          if (applied > 0) log.debug({ tenant: tenantId, applied }, 'engagement applied');
          return { applied, nextDueInMs };
        }
        await sleep(Math.max(pauseMs, nextDueInMs));
      }
    },
  };

  /** Where Temporal does not hear of it, housekeeping finds who has a reason to be looked at. */
  async function tellNextActions(tenantId: string): Promise<void> {
    await wakeNextActionsOf(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the next actions could not be woken; housekeeping will');
    });
  }

  /** A touch of somebody with an opportunity is credited at once; where Temporal does not hear of it, housekeeping finds it. */
  async function tellCredits(tenantId: string): Promise<void> {
    await wakeAttributionOf(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the attribution workflow could not be woken; housekeeping will');
    });
  }

  /** Whoever did something is scored anew; where Temporal does not hear of it, housekeeping finds it. */
  async function tellScores(tenantId: string): Promise<void> {
    await wakeScoringOf(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the scoring workflow could not be woken; housekeeping will');
    });
  }
}

type Tools = Pick<ActivityDeps, 'database' | 'log'>;

/** Applies a batch in one transaction. If the database refuses it, the events are applied one by one, so that a bad event holds up only itself. */
async function applyBatch(
  { database, log }: Tools,
  tenantId: string,
  wakeDrips: (dripIds: string[]) => void,
): Promise<number> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  try {
    return await inTenant((db) => applyDueEvents(db, batchSize, wakeDrips));
  } catch (error) {
    if (!isDataFault(error)) throw error;
  }
  const eventIds = await inTenant((db) => listDueEvents(db, batchSize));
  for (const eventId of eventIds) {
    try {
      await inTenant((db) => applyDueEvents(db, { eventId }, wakeDrips));
    } catch (error) {
      if (!isDataFault(error)) throw error;
      await inTenant((db) => putEventAside(db, eventId));
      const { code } = error as { code?: string };
      log.error({ code, tenant: tenantId, event: eventId }, 'an event cannot be applied and is set aside');
    }
  }
  return eventIds.length;
}

function activity(): Pick<Context, 'cancellationSignal' | 'heartbeat'> {
  const context = Context.current();
  return { cancellationSignal: context.cancellationSignal, heartbeat: (applied) => context.heartbeat(applied) };
}
