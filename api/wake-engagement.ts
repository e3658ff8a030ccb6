import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { engagement, engagementStart } from '../workflows/engagement.ts';

/** At most one signal in this time for a tenant, from each process. */
const quietMs = 1000;

/**
 * Gives a function that wakes the workflow of a tenant after events were written. Calls in quick succession become one signal
 * (the first at once, the rest together after a second). A signal that is lost loses nothing: housekeeping finds the work rows.
 */
export function createEngagementWaker(temporal: Client, log: Logger): (tenantId: string) => void {
  const quiet = new Map<string, { isAskedAgain: boolean }>();
  const signal = (tenantId: string): void => {
    const state = { isAskedAgain: false };
    quiet.set(tenantId, state);
    setTimeout(() => {
      quiet.delete(tenantId);
      if (state.isAskedAgain) signal(tenantId);
    }, quietMs).unref();
    temporal.workflow.signalWithStart(engagement, engagementStart({ tenantId })).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the engagement workflow could not be woken; housekeeping will');
    });
  };
  return (tenantId) => {
    const state = quiet.get(tenantId);
    if (state) state.isAskedAgain = true;
    else signal(tenantId);
  };
}
