import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { WebhookActivities } from '../../activities/webhooks/webhooks.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose webhooks are called. */
export interface WebhooksRef {
  tenantId: string;
}

/** `webhooks/{tenant}` */
export const webhookDeliveryId = ({ tenantId }: WebhooksRef): string => `webhooks/${tenantId}`;

/** There are calls to make. */
export const wakeWebhooks = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever wrote calls or found some that nobody makes. */
export function webhookDeliveryStart(ref: WebhooksRef) {
  return {
    workflowId: webhookDeliveryId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [WebhooksRef],
    signal: wakeWebhooks,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'webhooks' }),
    staticSummary: 'Calls the webhooks of drips, and calls again where they did not answer',
  };
}

/** Not more than one round in this time. */
const quietMs = 15_000;

const { deliverWebhooks } = proxyActivities<WebhookActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '45 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Makes a tenant's calls as they come due, until none is left that may be made; a drip that goes on after a pause wakes it again. */
export async function webhookDelivery({ tenantId }: WebhooksRef): Promise<void> {
  let lookedAt = 0;
  const rest = () => {
    const time = quietMs - (Date.now() - lookedAt);
    return time > 0 ? { time, summary: 'so that what comes due together is called together' } : null;
  };
  await inRounds({
    wake: wakeWebhooks,
    look: async () => {
      lookedAt = Date.now();
      const round = await deliverWebhooks.executeWithOptions(
        { summary: 'make the calls that are due', priority: { fairnessKey: tenantId } },
        [{ tenantId, now: new Date(Date.now()).toISOString() }],
      );
      const { done, again, givenUp, left, nextTryAt } = round;
      setCurrentDetails(`Last round: ${done} made, ${again} to try again, ${givenUp} given up. ${left} are left.`);
      if (nextTryAt === null) return null;
      const time = Date.parse(nextTryAt) - Date.now();
      return { wait: time > 0 ? { time, summary: `until ${nextTryAt}` } : undefined, rest };
    },
    once: { rest },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof webhookDelivery>({ tenantId });
    },
  });
}
