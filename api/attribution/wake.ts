import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { attributionRebuild, attributionStart } from '../../workflows/attribution-rebuild.ts';

/**
 * Wakes the workflow that credits a tenant's opportunities. Where Temporal is away nothing is lost: housekeeping finds what was asked
 * for.
 */
export async function wakeAttribution(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  await temporal.workflow
    .signalWithStart(attributionRebuild, attributionStart({ tenantId }))
    .catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the attribution workflow could not be woken; housekeeping will');
    });
}
