import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { reportDelivery, reportDeliveryStart } from '../../../workflows/reports/delivery.ts';

/** Tells a tenant's workflow that the time of a report has changed. When Temporal is away nothing is lost: housekeeping finds what is due. */
export async function wakeReportsOf(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    await temporal.workflow.signalWithStart(reportDelivery, reportDeliveryStart({ tenantId }));
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'the workflow of reports could not be told; housekeeping will');
  }
}
