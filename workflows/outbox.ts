import {
  condition,
  continueAsNew,
  defineSignal,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DrainResult, OutboxActivities } from '../activities/outbox/outbox.ts';
import { batchSize } from '../domain/outbox/message.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { broadcastWorkflowId, drainedSignal } from './broadcasts/messages.ts';
import { dripOfPart, dripWorkflowId, wakeDrip } from './drips/messages.ts';
import { searchAttributes } from './search-attributes.ts';

/** Whose messages are drained. */
export interface OutboxRef {
  tenantId: string;
}

/** `outbox/{tenant}` */
export const outboxWorkflowId = ({ tenantId }: OutboxRef): string => `outbox/${tenantId}`;

/** There is something to send, or something that was held back may go. */
export const wakeOutbox = defineSignal('wake');

/** How the outbox is woken by signal-with-start, from wherever something was enqueued or let go. */
export const wakeOutboxOptions = (ref: OutboxRef) => ({
  workflowId: outboxWorkflowId(ref),
  taskQueue: taskQueues.main,
  args: [ref] as [OutboxRef],
  signal: wakeOutbox,
  typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'outbox' }),
  staticSummary: 'Sends what is queued',
});

/** How many drains run side by side if there is much to send; workers take as many of them as they have slots. */
const lanes = 4;

type Plan = Awaited<ReturnType<OutboxActivities['planOutbox']>>;
const remote = proxyActivities<OutboxActivities>({ startToCloseTimeout: '1 minute' });
/** Planning reads one table and happens often: as a local activity it is one history event instead of six. */
const local = proxyLocalActivities<OutboxActivities>({ startToCloseTimeout: '1 minute' });
const { drainOutbox } = proxyActivities<OutboxActivities>({
  taskQueue: taskQueues.sending,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Sends all that a tenant has queued, whoever queued it: drains what is due, sleeps until more is, ends when nothing is left. */
export async function outbox({ tenantId }: OutboxRef): Promise<void> {
  let isWoken = true;
  const { planOutbox } = patched('plans-locally') ? local : remote;
  const takesTurns = patched('lanes-in-turns');
  setHandler(wakeOutbox, () => void (isWoken = true));
  for (;;) {
    isWoken = false;
    const now = new Date(Date.now()).toISOString();
    const plan = await planOutbox.executeWithOptions({ summary: 'look what is due' }, [{ tenantId, now }]);
    if (plan.dueBatches > 0) await drain(plan);
    else if (plan.nextDueAt === null && !isWoken) return;
    else if (!isWoken) await sleepUntil(plan.nextDueAt ?? now);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof outbox>({ tenantId });
  }

  async function drain({ dueBatches, dueMessages = dueBatches * batchSize }: Plan): Promise<void> {
    setCurrentDetails(`Sending: ${dueBatches} batches are due.`);
    // Many small batches (a drip's steps with a few people each) go through one lane.
    const used = Math.min(lanes, dueBatches, Math.max(1, Math.ceil(dueMessages / batchSize)));
    const results = (
      await Promise.all(Array.from({ length: used }, (_, lane) => sendInTurns(`lane ${lane + 1} of ${used}`)))
    ).flat();
    const drained = new Set(results.flatMap((result) => result.drainedBroadcasts));
    for (const broadcastId of drained) {
      // A broadcast that has ended since needs no telling.
      await getExternalWorkflowHandle(broadcastWorkflowId({ tenantId, broadcastId }))
        .signal(drainedSignal)
        .catch(() => {});
    }
    for (const part of new Set(results.flatMap((result) => result.settledParts ?? []))) await tellPart(tenantId, part);
  }

  /**
   * One lane, which stands in the queue again where it has given way to another tenant: its fellows may have a long time to go yet. Where it
   * was told that there is more, all is planned anew.
   */
  async function sendInTurns(summary: string): Promise<DrainResult[]> {
    const results: DrainResult[] = [];
    for (;;) {
      const now = new Date(Date.now()).toISOString();
      const result = await drainOutbox.executeWithOptions({ summary, priority: { fairnessKey: tenantId } }, [
        { tenantId, now },
      ]);
      results.push(result);
      const goesOn = takesTurns && result.hasGivenWay && !isWoken;
      if (!goesOn || workflowInfo().continueAsNewSuggested) return results;
    }
  }

  async function sleepUntil(dueAt: string): Promise<void> {
    setCurrentDetails(`Nothing is due before ${dueAt}.`);
    const wait = Math.max(1000, Date.parse(dueAt) - Date.now());
    await condition(() => isWoken, wait, { summary: `until ${dueAt}` });
  }
}

/** Tells a part (`drip/{id}`) that it can read what became of its messages; one that has ended needs no telling. */
async function tellPart(tenantId: string, part: string): Promise<void> {
  const dripId = dripOfPart(part);
  if (dripId === null) return;
  await getExternalWorkflowHandle(dripWorkflowId({ tenantId, dripId }))
    .signal(wakeDrip)
    .catch(() => {});
}
