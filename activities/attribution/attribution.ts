import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { askForAllOpportunities } from '../../db/queries/attribution/facts.ts';
import { countWon, findFit, insertFit, listSteps, markFitChecked } from '../../db/queries/attribution/fits.ts';
import { hasOpportunities } from '../../db/queries/attribution/state.ts';
import { fitWindowDays, isFitDue, isSameFit } from '../../domain/attribution/fit.ts';
import { fitSteps } from '../../domain/attribution/markov.ts';
import type { AttributionRef } from '../../workflows/reports/attribution-rebuild.ts';
import { settleBatch } from './batch.ts';
import type { ActivityDeps } from '../deps.ts';

/** Opportunities in one transaction: few enough that whoever changes one does not wait for long. */
const batchSize = 100;

/** A round gives its slot back after this long, so that other tenants have their turn. */
const roundSeconds = 60;

/** Counting the steps of a year may take longer than a heartbeat. */
const beatMs = 10_000;

const dayMs = 24 * 3600_000;

/** What one round did. */
export interface CreditRound {
  opportunities: number;
  entries: number;
  /** Nothing more is asked for. */
  isDone: boolean;
}

/** The activities of the workflow `attributionRebuild`. */
export type AttributionActivities = ReturnType<typeof createAttributionActivities>;

/** Makes the activities that keep the ledger of credits. */
export function createAttributionActivities({ database, log }: Pick<ActivityDeps, 'database' | 'log'>) {
  const inTenant = <T>({ tenantId }: AttributionRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, tenantId, work);
  return {
    /** Credits the opportunities that are asked for, batch by batch, for a minute at most. Doing it again writes nothing twice. */
    async settleCredits(ref: AttributionRef): Promise<CreditRound> {
      const until = Date.now() + roundSeconds * 1000;
      const round: CreditRound = { opportunities: 0, entries: 0, isDone: false };
      for (;;) {
        const batch = await settleBatch({ database, log }, ref, batchSize);
        round.opportunities += batch.opportunities;
        round.entries += batch.entries;
        heartbeat(round.opportunities);
        if (batch.opportunities === 0) return { ...round, isDone: true };
        if (Date.now() > until || cancellationSignal().aborted) return round;
      }
    },

    /**
     * Fits the Markov model anew where that is due by `now`, and asks for all opportunities where it says something else than before.
     * Returns whether it does.
     */
    async refit({ now, ...ref }: AttributionRef & { now: string }): Promise<boolean> {
      const beat = setInterval(() => heartbeat(), beatMs);
      try {
        return await inTenant(ref, (db) => refitIfDue(db, now));
      } finally {
        clearInterval(beat);
      }
    },

    /** Whether there is anything that credits could be for. */
    async hasFacts(ref: AttributionRef): Promise<boolean> {
      return inTenant(ref, hasOpportunities);
    },
  };
}

/** The activity `refit` in the caller's transaction. */
export async function refitIfDue(db: TenantDb, nowIso: string): Promise<boolean> {
  const to = new Date(nowIso);
  const window = { from: new Date(to.getTime() - fitWindowDays * dayMs), to };
  const last = (await findFit(db)) ?? null;
  if (!isFitDue({ last, won: await countWon(db, window), nowMs: to.getTime() })) return false;
  const steps = await listSteps(db, window);
  const fit = fitSteps(steps);
  const ends = steps.filter((step) => step.to === null);
  const conversions = ends.reduce((sum, end) => sum + end.conversions, 0);
  const counts = { conversions, paths: conversions + ends.reduce((sum, end) => sum + end.nulls, 0) };
  if (last && isSameFit(last.effects, fit.effects)) {
    await markFitChecked(db, { version: last.version, ...window, ...counts });
    return false;
  }
  await insertFit(db, { ...fit, ...window, ...counts });
  await askForAllOpportunities(db);
  return true;
}
