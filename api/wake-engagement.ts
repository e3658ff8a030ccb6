import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { engagement, engagementStart } from '../workflows/engagement.ts';
import { createQuietWaker } from './quiet-waker.ts';

/**
 * Gives a function that wakes the workflow of a tenant after events were written, once a second at most. A signal that is lost loses
 * nothing: housekeeping finds the work rows.
 */
export function createEngagementWaker(temporal: Client, log: Logger): (tenantId: string) => void {
  return createQuietWaker((tenantId) => {
    temporal.workflow.signalWithStart(engagement, engagementStart({ tenantId })).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the engagement workflow could not be woken; housekeeping will');
    });
  });
}
