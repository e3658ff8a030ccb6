import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { askForAllOpportunities } from '../db/queries/attribution-facts.ts';
import { countWon, findFit, insertFit, listPaths, markFitChecked } from '../db/queries/attribution-fits.ts';
import { hasOpportunities } from '../db/queries/attribution-state.ts';
import { fitWindowDays, isFitDue, isSameFit } from '../domain/attribution/fit.ts';
import { fitMarkov } from '../domain/attribution/markov.ts';
import type { AttributionRef } from '../workflows/attribution-rebuild.ts';
import { settleBatch } from './attribution-batch.ts';
import type { ActivityDeps } from './deps.ts';

/** Opportunities in one transaction: few enough that whoever changes one does not wait for long. */
const batchSize = 100;

/** A round gives its slot back after this long, so that other tenants have their turn. */
const roundSeconds = 60;

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
      return inTenant(ref, (db) => refitIfDue(db, now));
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
  const from = new Date(to.getTime() - fitWindowDays * dayMs);
  const last = (await findFit(db)) ?? null;
  if (!isFitDue({ last, won: await countWon(db, from), nowMs: to.getTime() })) return false;
  const paths = await listPaths(db, { from, to });
  const fit = fitMarkov(paths);
  if (last && isSameFit(last.effects, fit.effects)) {
    await markFitChecked(db, last.version);
    return false;
  }
  const sum = (count: 'conversions' | 'nulls') => paths.reduce((all, path) => all + path[count], 0);
  const conversions = sum('conversions');
  await insertFit(db, { ...fit, from, to, conversions, paths: conversions + sum('nulls') });
  await askForAllOpportunities(db);
  return true;
}
