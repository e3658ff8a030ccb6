import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { webhookEvents, webhookEventsStart } from '../../../workflows/webhooks/events.ts';

/** Has what waits told at once; where Temporal is away, housekeeping wakes the workflow later. */
export async function wakeTenantWebhooks(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(webhookEvents, webhookEventsStart({ tenantId })).catch((error: unknown) => {
    log.warn({ err: error, tenant: tenantId }, 'the webhooks could not be woken; housekeeping will');
  });
}
