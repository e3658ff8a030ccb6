import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { AttributionActivities } from '../../activities/attribution/attribution.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose credits are kept. */
export interface AttributionRef {
  tenantId: string;
}

/** `attribution/{tenant}` */
export const attributionWorkflowId = ({ tenantId }: AttributionRef): string => `attribution/${tenantId}`;

/** Facts of opportunities changed, or all of them are to be worked out anew. */
export const wakeAttribution = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever changed facts or found some that nobody credits. */
export function attributionStart(ref: AttributionRef) {
  return {
    workflowId: attributionWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [AttributionRef],
    signal: wakeAttribution,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'attribution' }),
    staticSummary: 'Keeps the ledger of which campaign earned what',
  };
}

const { settleCredits, refit } = proxyActivities<AttributionActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});
const { hasFacts } = proxyActivities<AttributionActivities>({ startToCloseTimeout: '1 minute' });

/**
 * Credits what opportunities are worth to the touches before them. It works off what is asked for, looks once a day whether the Markov
 * model is to be fitted again, and ends when the tenant has no opportunity. Rebuilding everything is asking for everything.
 */
export async function attributionRebuild(ref: AttributionRef): Promise<void> {
  const fairly = { priority: { fairnessKey: ref.tenantId } };
  // Several changes in a row are credited together.
  const soon: NextRound['rest'] = () => ({ time: '2 seconds', summary: 'in case more changes' });
  const next: NextRound = { wait: { time: '1 day', summary: 'until the next look at the model' }, rest: soon };
  const again: NextRound = { rest: () => null };
  let [opportunities, entries] = [0, 0];
  await inRounds({
    wake: wakeAttribution,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const round = await settleCredits.executeWithOptions({ summary: 'credit what was asked for', ...fairly }, [ref]);
      opportunities += round.opportunities;
      entries += round.entries;
      setCurrentDetails(`${opportunities} opportunities worked out, ${entries} ledger rows written in this run.`);
      if (!round.isDone) return again;
      const fitted = await refit.executeWithOptions({ summary: 'fit the model where it is due', ...fairly }, [
        { ...ref, now },
      ]);
      if (fitted) return again;
      return (await hasFacts.executeWithOptions({ summary: 'is there anything to credit?' }, [ref])) ? next : null;
    },
    once: next,
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof attributionRebuild>(ref);
    },
  });
}
