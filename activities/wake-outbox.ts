import type { Client } from '@temporalio/client';
import { taskQueues } from '../domain/task-queues.ts';
import { outbox, outboxWorkflowId, wakeOutbox } from '../workflows/outbox.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** Tells the tenant's outbox that there is something to send; starts it where it is not running. */
export async function wake(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(outbox, {
    workflowId: outboxWorkflowId({ tenantId }),
    taskQueue: taskQueues.main,
    args: [{ tenantId }],
    signal: wakeOutbox,
    typedSearchAttributes: searchAttributes({ tenantId, kind: 'outbox' }),
    staticSummary: 'Sends what is queued',
  });
}
