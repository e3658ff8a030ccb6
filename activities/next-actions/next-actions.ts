import type { Client } from '@temporalio/client';
import { withTenant } from '../../db/connection.ts';
import type { Consequences } from '../../db/queries/next-actions/acts.ts';
import { listPolicies } from '../../db/queries/next-actions/policies.ts';
import { askForNextActions, deleteCauses, takeCauses } from '../../db/queries/next-actions/work.ts';
import { listLooks, settleNextActions } from '../../db/queries/next-actions/next-actions.ts';
import { followUpCause } from '../../domain/next-actions/cause.ts';
import { nextBestActionStart, type NextActionRef, type NextActionsRef } from '../../workflows/next-actions/messages.ts';
import { nextBestAction } from '../../workflows/next-actions/next-best-action.ts';
import type { ActivityDeps } from '../deps.ts';
import { evaluatePolicies } from './evaluation.ts';
import { lookAtPeople } from './looks.ts';
import { wakeDripOf } from '../tenants/wake-neglected.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** The moment of a look, by the workflow's clock. */
interface At {
  now: string;
}

/** What a round did, whether there is more, and whether anybody decides anything in this tenant. */
export interface DecidingRound {
  people: number;
  isMore: boolean;
  isOn: boolean;
}

/** The activities of the workflows `nextActions` and `nextBestAction`. */
export type NextActionActivities = ReturnType<typeof createNextActionActivities>;

/** People looked at in one transaction. */
const batchSize = 200;
/** Workflows that are told at once. */
const tellingAtOnce = 20;

/** Makes the activities that choose what is next for people. */
export function createNextActionActivities({
  database,
  temporal,
  log,
}: Pick<ActivityDeps, 'database' | 'temporal' | 'log'>) {
  return {
    /**
     * Looks at the next people with a reason. The reasons go only when the workflows of those of whom something is awaited have been
     * told: whoever dies in between finds them again, and the decisions that they led to.
     */
    async decideNextActions({ tenantId, now: nowIso }: NextActionsRef & At): Promise<DecidingRound> {
      const { causes, consequences, awaited, isOn } = await withTenant(database.db, tenantId, async (db) => {
        const causes = await takeCauses(db, batchSize);
        const personIds = [...new Set(causes.map(({ personId }) => personId))];
        const consequences = await lookAtPeople(db, { personIds, causes, nowIso });
        const awaited = await listLooks(db, personIds);
        return { causes, consequences, awaited, isOn: (await listPolicies(db, 'deciding')).length > 0 };
      });
      await tell(temporal, tenantId, consequences);
      // Some side by side: each waits for Temporal and hardly costs anything itself.
      for (let at = 0; at < awaited.length; at += tellingAtOnce)
        await Promise.all(
          awaited
            .slice(at, at + tellingAtOnce)
            .map(({ personId, lookAt }) =>
              tellNextAction(temporal, { tenantId, personId, lookAt: lookAt.toISOString() }),
            ),
        );
      await withTenant(database.db, tenantId, (db) => deleteCauses(db, causes));
      if (causes.length > 0) log.debug({ tenant: tenantId, people: causes.length }, 'people looked at');
      return { people: causes.length, isMore: causes.length === batchSize, isOn };
    },

    /** Looks at one person and says when to look again (ISO 8601); null: nothing is awaited. */
    async lookAtNextAction({
      tenantId,
      personId,
      now: nowIso,
    }: NextActionRef & At): Promise<{ lookAt: string | null }> {
      const { consequences, looks } = await withTenant(database.db, tenantId, async (db) => {
        const consequences = await lookAtPeople(db, { personIds: [personId], causes: [], nowIso });
        return { consequences, looks: await listLooks(db, [personId]) };
      });
      await tell(temporal, tenantId, consequences);
      return { lookAt: looks[0]?.lookAt.toISOString() ?? null };
    },

    /** Writes the outcome of decisions whose time is over, including decisions to leave somebody alone, which no workflow waits for. */
    async settleOverdue({ tenantId, now: nowIso }: NextActionsRef & At): Promise<number> {
      return withTenant(database.db, tenantId, async (db) => {
        const settled = await settleNextActions(db, { nowIso });
        await askForNextActions(
          db,
          settled
            .filter(({ isFollowed }) => isFollowed)
            .map(({ id, personId, campaignId }) => ({ personId, campaignId, cause: followUpCause(id) })),
        );
        return settled.length;
      });
    },

    /** Asks, a week after the last time, whether something that was learned is better than what decides. */
    async evaluateNextActions({ tenantId, now: nowIso }: NextActionsRef & At): Promise<number> {
      return evaluatePolicies({ database, log }, { tenantId, nowIso });
    },
  };
}

async function tell(temporal: Client, tenantId: string, { hasMail, dripIds }: Consequences): Promise<void> {
  if (hasMail) await wake(temporal, tenantId);
  for (const dripId of dripIds) await wakeDripOf(temporal, { tenantId, dripId });
}

/** Tells the workflow of a person that there is news, or starts it. */
async function tellNextAction(temporal: Client, ref: NextActionRef): Promise<void> {
  await temporal.workflow.signalWithStart(nextBestAction, nextBestActionStart(ref));
}
