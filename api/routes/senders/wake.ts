import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { domainChecks, domainChecksStart } from '../../../workflows/senders/domain-checks.ts';

/** Has a tenant's domains looked at now. When Temporal is away nothing is lost: housekeeping wakes whoever is overdue. */
export async function wakeDomainChecks(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    await temporal.workflow.signalWithStart(domainChecks, domainChecksStart({ tenantId }));
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'domains could not be looked at now; housekeeping will');
  }
}
