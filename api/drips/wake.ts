import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { dripWorkflowId, wakeDrip } from '../../workflows/drip-messages.ts';

/** Tells the workflow of a drip to look again. When Temporal is away nothing is lost: housekeeping wakes drips whose time has come. */
export async function tellDrip(
  { temporal, log }: { temporal: Client; log: Logger },
  ref: { tenantId: string; dripId: string },
): Promise<void> {
  await temporal.workflow
    .getHandle(dripWorkflowId(ref))
    .signal(wakeDrip)
    .catch((error: unknown) => log.warn({ err: error, drip: ref.dripId }, 'the drip could not be woken'));
}
