import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** A piece of long work that has a row of its own and a workflow that carries it. */
export interface Job<Ref> {
  workflow: (ref: Ref) => Promise<unknown>;
  workflowId: string;
  ref: Ref;
  tenantId: string;
  kind: string;
  summary: string;
}

/** How the workflow of a job is started: a running one is left alone, and one that has ended is not started again. */
export function jobStart<Ref>(job: Job<Ref>) {
  return {
    workflowId: job.workflowId,
    taskQueue: taskQueues.main,
    args: [job.ref] as [Ref],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    typedSearchAttributes: searchAttributes({ tenantId: job.tenantId, kind: job.kind }),
    staticSummary: job.summary,
  };
}
