import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { DeliverabilityActivities } from '../../activities/deliverability/deliverability.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose mail is watched. */
export interface DeliverabilityRef {
  tenantId: string;
}

/** `deliverabilityWatch/{tenant}` */
export const deliverabilityWatchId = ({ tenantId }: DeliverabilityRef): string => `deliverabilityWatch/${tenantId}`;

/** Something came back, or somebody let a domain go on: look soon. */
export const wakeDeliverability = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever found a tenant whose mail nobody watches. */
export function deliverabilityWatchStart(ref: DeliverabilityRef) {
  return {
    workflowId: deliverabilityWatchId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [DeliverabilityRef],
    signal: wakeDeliverability,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'deliverabilityWatch' }),
    staticSummary: 'Watches how mail is received, and pauses what must not go on',
  };
}

const { lookAtDeliverability } = proxyActivities<DeliverabilityActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '5 minutes' },
});

// Complaints come several at a time; one look sees them all.
const rest: NextRound['rest'] = (isWoken) =>
  isWoken ? { time: '30 seconds', summary: 'in case more comes back' } : null;

/**
 * Looks at what became of a tenant's mail: every quarter of an hour while it sends, every few hours after that, and soon after something
 * came back. Ends where nothing was sent for a month; whoever sends again is found by housekeeping.
 */
export async function deliverabilityWatch(ref: DeliverabilityRef): Promise<void> {
  await inRounds({
    wake: wakeDeliverability,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const look = await lookAtDeliverability.executeWithOptions({ summary: 'judge what became of the mail' }, [
        { ...ref, now },
      ]);
      const { sent, sentLately, domains, paused, warned, score } = look;
      setCurrentDetails(
        `Look of ${now}: ${sent} messages of ${domains} domains in a month, score ${score ?? 'unknown'}, ${paused} paused, ${warned} close to it.`,
      );
      if (sent === 0) return null;
      const wait =
        sentLately > 0
          ? { time: '15 minutes' as const, summary: 'until the next look, while mail goes out' }
          : { time: '6 hours' as const, summary: 'until the next look' };
      return { wait, rest };
    },
    once: { rest },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof deliverabilityWatch>(ref);
    },
  });
}
