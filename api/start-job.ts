import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client';
import { taskQueues } from '../domain/task-queues.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** A piece of long work that has a row of its own and a workflow that carries it. */
export interface Job<Ref> {
  workflow: (ref: Ref) => Promise<unknown>;
  workflowId: string;
  ref: Ref;
  tenantId: string;
  kind: string;
  summary: string;
}

/**
 * Starts the workflow of a job, or finds the one that runs. Returns its run; null where the job has ended already: a request that
 * is repeated does not start it again.
 */
export async function startJob<Ref>(temporal: Client, job: Job<Ref>): Promise<string | null> {
  try {
    return (await start(temporal, job)).firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

function start<Ref>(temporal: Client, job: Job<Ref>) {
  return temporal.workflow.start(job.workflow, {
    workflowId: job.workflowId,
    taskQueue: taskQueues.main,
    args: [job.ref],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    typedSearchAttributes: searchAttributes({ tenantId: job.tenantId, kind: job.kind }),
    staticSummary: job.summary,
  });
}
