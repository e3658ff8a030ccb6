import type { Client } from '@temporalio/client';
import { outbox, wakeOutboxOptions } from '../../workflows/outbox.ts';

/** Tells a tenant's outbox that there is something to send, and starts it if it is not running. */
export async function wake(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(outbox, wakeOutboxOptions({ tenantId }));
}
