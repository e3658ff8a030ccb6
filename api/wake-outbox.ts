import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { taskQueues } from '../domain/task-queues.ts';
import { outbox, outboxWorkflowId, wakeOutbox } from '../workflows/outbox.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/**
 * Tells a tenant's outbox that what was held back may go. When Temporal is away nothing is lost: housekeeping wakes every
 * outbox that has work.
 */
export async function wakeTenantOutbox(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    await temporal.workflow.signalWithStart(outbox, {
      workflowId: outboxWorkflowId({ tenantId }),
      taskQueue: taskQueues.main,
      args: [{ tenantId }],
      signal: wakeOutbox,
      typedSearchAttributes: searchAttributes({ tenantId, kind: 'outbox' }),
      staticSummary: 'Sends what is queued',
    });
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'the outbox could not be woken; housekeeping will');
  }
}
