import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { InboxActivities } from '../../activities/inbound/inbox.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose mailboxes are looked into. */
export interface InboxRef {
  tenantId: string;
}

/** `inbox/{tenant}` */
export const inboxWorkflowId = ({ tenantId }: InboxRef): string => `inbox/${tenantId}`;

/** A mailbox is new, another, paused or resumed: look soon. */
export const wakeInbox = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever changed a mailbox or found one that nobody looks into. */
export function inboxStart(ref: InboxRef) {
  return {
    workflowId: inboxWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [InboxRef],
    signal: wakeInbox,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'inbox' }),
    staticSummary: 'Looks into mailboxes for what came back',
  };
}

/** Not more than one round in this time (milliseconds). */
const quietMs = 15_000;

const { lookIntoMailboxes } = proxyActivities<InboxActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '5 minutes' },
});

/** Looks into a tenant's mailboxes as they come due; ends when none is looked into any more. */
export async function inbox(ref: InboxRef): Promise<void> {
  let lookedAt = 0;
  const rest = () => {
    const time = quietMs - (Date.now() - lookedAt);
    return time > 0 ? { time, summary: 'so that nobody’s mail server is asked all the time' } : null;
  };
  await inRounds({
    wake: wakeInbox,
    look: async () => {
      lookedAt = Date.now();
      const round = await lookIntoMailboxes.executeWithOptions(
        { summary: 'look into the mailboxes that are due', priority: { fairnessKey: ref.tenantId } },
        [{ ...ref, now: new Date(Date.now()).toISOString() }],
      );
      const { looked, failed, read, kept, nextLookAt } = round;
      if (nextLookAt === null) {
        setCurrentDetails('No mailbox is looked into any more.');
        return null;
      }
      setCurrentDetails(
        `Last round: ${looked} mailboxes, ${failed} of them failed; ${read} mails read, ${kept} of them ours. Next look ${nextLookAt}.`,
      );
      const time = Date.parse(nextLookAt) - Date.now();
      return { wait: time > 0 ? { time, summary: `until ${nextLookAt}` } : undefined, rest };
    },
    once: { rest },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof inbox>(ref);
    },
  });
}
