import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { jobStart, type Job } from '../workflows/job-start.ts';

/**
 * Starts the workflow of a job, or finds the one that runs. Returns its run; null where the job has ended already: a request that
 * is repeated does not start it again.
 */
export async function startJob<Ref>(temporal: Client, job: Job<Ref>): Promise<string | null> {
  try {
    return (await temporal.workflow.start(job.workflow, jobStart(job))).firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}
