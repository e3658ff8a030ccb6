import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { withTenant, type TenantDb } from '../db/connection.ts';
import { failQueuedJob, markJobRun, requeueJob, type JobTable } from '../db/queries/jobs.ts';
import { jobStart, type Job } from '../workflows/jobs/start.ts';
import type { ApiDeps } from './deps.ts';

/** A job that was written down: its row, how its workflow is started, and what its row says where that cannot be. */
interface WrittenJob<Ref> {
  table: JobTable;
  id: string;
  job: Job<Ref>;
  failure: string;
}

/**
 * Starts the workflow of a job that was written down. Where it cannot be started, the row says so; the same request, repeated, takes
 * that back and tries again.
 */
export async function carryJob<Ref>(
  { database, temporal }: Pick<ApiDeps, 'database' | 'temporal'>,
  { table, id, job, failure }: WrittenJob<Ref>,
): Promise<void> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, job.tenantId, work);
  const wasFailed = await inTenant((db) => requeueJob(db, table, id));
  const fail = () => inTenant((db) => failQueuedJob(db, table, { id, failure }));
  try {
    const runId = await startJob(temporal, job);
    if (runId) await inTenant((db) => markJobRun(db, table, { id, runId }));
    // The workflow had come up after all, found its row failed and ended.
    else if (wasFailed) await fail();
  } catch (error) {
    await fail();
    throw error;
  }
}

/**
 * Starts the workflow of a job, or finds the one that runs. Returns its run; null where the job has ended already: a request that
 * is repeated does not start it again.
 */
async function startJob<Ref>(temporal: Client, job: Job<Ref>): Promise<string | null> {
  try {
    return (await temporal.workflow.start(job.workflow, jobStart(job))).firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}
