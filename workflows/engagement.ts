import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { EngagementActivities } from '../activities/engagement/engagement.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { inRounds } from './tenants/in-rounds.ts';
import { searchAttributes } from './search-attributes.ts';

/** Whose events are applied. */
export interface EngagementRef {
  tenantId: string;
}

/** `engagement/{tenant}` */
export const engagementWorkflowId = ({ tenantId }: EngagementRef): string => `engagement/${tenantId}`;

/** Opens, clicks or other events were written whose consequences are still to be applied. */
export const wakeEngagement = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever wrote events or found some that nobody carries. */
export function engagementStart(ref: EngagementRef) {
  return {
    workflowId: engagementWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [EngagementRef],
    signal: wakeEngagement,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'engagement' }),
    staticSummary: 'Applies opens, clicks and other events to counters, members and people',
  };
}

const { applyEngagement } = proxyActivities<EngagementActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Applies what people (and machines) did with the mail of a tenant: verdicts, counters, responses. Woken when events were written,
 * it goes on while there are any and ends when none is left.
 */
export async function engagement({ tenantId }: EngagementRef): Promise<void> {
  let applied = 0;
  await inRounds({
    wake: wakeEngagement,
    look: async () => {
      const round = await applyEngagement.executeWithOptions(
        { summary: 'verdicts, counters and responses', priority: { fairnessKey: tenantId } },
        [{ tenantId }],
      );
      applied += round.applied;
      setCurrentDetails(`${applied} events applied in this run.`);
      if (round.nextDueInMs === null) return null;
      // Woken or not, nothing can be due before its neighbours are in.
      const time = Math.max(1000, round.nextDueInMs);
      return { rest: () => ({ time, summary: 'until the next events are due' }) };
    },
    once: { rest: () => null },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof engagement>({ tenantId });
    },
  });
}
