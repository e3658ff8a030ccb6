import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { taskQueues } from '../domain/task-queues.ts';
import { engagement, engagementWorkflowId, wakeEngagement } from '../workflows/engagement.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

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
    signalEngagement(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the engagement workflow could not be woken; housekeeping will');
    });
  };
  return (tenantId) => {
    const state = quiet.get(tenantId);
    if (state) state.isAskedAgain = true;
    else signal(tenantId);
  };
}

/** Wakes the workflow that applies a tenant's events, or starts it. */
export async function signalEngagement(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(engagement, {
    workflowId: engagementWorkflowId({ tenantId }),
    taskQueue: taskQueues.main,
    args: [{ tenantId }],
    signal: wakeEngagement,
    typedSearchAttributes: searchAttributes({ tenantId, kind: 'engagement' }),
    staticSummary: 'Applies opens, clicks and other events to counters, members and people',
  });
}
