import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { WebhookEventActivities } from '../../activities/webhooks/events.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose endpoints are told what happens. */
export interface WebhookEventsRef {
  tenantId: string;
}

/** `webhookEvents/{tenant}` */
export const webhookEventsId = ({ tenantId }: WebhookEventsRef): string => `webhookEvents/${tenantId}`;

/** There is something to tell. */
export const wakeWebhookEvents = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever wrote events or found some that nobody tells. */
export function webhookEventsStart(ref: WebhookEventsRef) {
  return {
    workflowId: webhookEventsId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [WebhookEventsRef],
    signal: wakeWebhookEvents,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'webhookEvents' }),
    staticSummary: 'Tells the endpoints of the organisation what happens, and again where they did not answer',
  };
}

/** How soon it looks for what is new (milliseconds), twice as long each time nothing has happened, and the longest that it does so. */
const soonMs = 5_000;
const longestMs = 60_000;

const { deliverEvents } = proxyActivities<WebhookEventActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '45 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Tells endpoints what happened. Whoever writes an event does not wait to say so: it looks by itself every few seconds while things
 * happen, then only when something is to be tried again, and ends where nothing is left; housekeeping finds what comes later.
 */
export async function webhookEvents({ tenantId }: WebhookEventsRef): Promise<void> {
  const rest = () => ({ time: soonMs, summary: 'so that what happens together is told together' });
  let pauseMs = soonMs;
  await inRounds({
    wake: wakeWebhookEvents,
    look: async () => {
      const round = await deliverEvents.executeWithOptions(
        { summary: 'tell what is due', priority: { fairnessKey: tenantId } },
        [{ tenantId, now: new Date(Date.now()).toISOString() }],
      );
      const { done, again, givenUp, disabled, endpoints, left, nextTryAt } = round;
      setCurrentDetails(
        `Last round: ${done} told, ${again} to try again, ${givenUp} given up, ${disabled} endpoints switched off. ${left} are left for ${endpoints} endpoints.`,
      );
      if (endpoints === 0) return null;
      pauseMs = done > 0 ? soonMs : pauseMs * 2;
      const isQuiet = pauseMs > longestMs;
      if (nextTryAt === null && isQuiet) return null;
      const due = nextTryAt === null ? Infinity : Math.max(0, Date.parse(nextTryAt) - Date.now());
      const time = isQuiet ? due : Math.min(pauseMs, due);
      return { wait: time > 0 ? { time, summary: 'until it looks again' } : undefined, rest };
    },
    once: { rest },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof webhookEvents>({ tenantId });
    },
  });
}
