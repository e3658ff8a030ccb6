import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { outbox, wakeOutboxOptions } from '../workflows/outbox.ts';

/**
 * Tells a tenant's outbox that what was held back may go. When Temporal is away nothing is lost: housekeeping wakes every
 * outbox that has work.
 */
export async function wakeTenantOutbox(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    await temporal.workflow.signalWithStart(outbox, wakeOutboxOptions({ tenantId }));
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'the outbox could not be woken; housekeeping will');
  }
}
