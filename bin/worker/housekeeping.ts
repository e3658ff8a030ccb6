import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { taskQueues } from '../../domain/task-queues.ts';
import { checkMark, housekeeping, housekeepingId } from '../../workflows/tenants/housekeeping.ts';

/**
 * Makes sure that the installation's housekeeping runs, and waits until it has looked whether the database is the one that was
 * left. Its answer comes from a worker with the role main, this process's own or another one's.
 */
export async function beginHousekeeping(temporal: Client, log: Logger): Promise<void> {
  for (;;) {
    const startWorkflowOperation = new WithStartWorkflowOperation(housekeeping, {
      workflowId: housekeepingId,
      taskQueue: taskQueues.main,
      args: [],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: 'Keeps the installation in order',
    });
    try {
      const mark = await temporal.workflow.executeUpdateWithStart(checkMark, { startWorkflowOperation });
      log.info({ epoch: mark.epoch }, 'the database is the one that was left, or sending has been stopped');
      return;
    } catch (error) {
      log.warn({ err: error }, 'nothing is sent before housekeeping has looked at the database; trying again');
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}
