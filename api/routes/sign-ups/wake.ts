import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { signUps, signUpsStart } from '../../../workflows/people/sign-ups.ts';

/** Tells a tenant's workflow that somebody signed up. When Temporal is away nothing is lost: housekeeping finds the row. */
export async function wakeSignUpsOf(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    await temporal.workflow.signalWithStart(signUps, signUpsStart({ tenantId }));
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'a sign-up could not be told to its workflow; housekeeping will');
  }
}
