import { sql, type InsertResult } from 'kysely';
import type { JobStatus } from '../../domain/imports/import.ts';
import type { TenantDb } from '../connection.ts';

/** The tables of work that a workflow carries. */
export type JobTable = 'exports' | 'imports' | 'intakes';

/** Whether a job was made; not where the same request made it before. */
export function wasMade({ numInsertedOrUpdatedRows }: InsertResult): boolean {
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Whether nothing more comes of a job. */
export function hasEnded(status: JobStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** What moving a job on writes of its state and of the times it began and ended. */
export function jobMove(to: JobStatus) {
  return {
    status: to,
    ...(to === 'running' ? { startedAt: sql<Date>`coalesce(started_at, now())` } : {}),
    ...(hasEnded(to) ? { finishedAt: sql<Date>`now()` } : {}),
  };
}

/** Notes which run of the workflow carries a job. */
export async function markJobRun(db: TenantDb, table: JobTable, job: { id: string; runId: string }): Promise<void> {
  await db.updateTable(table).set({ runId: job.runId }).where('id', '=', job.id).execute();
}

/** Puts a job whose workflow could not be started back in the queue; false where it did not fail, or failed on its way. */
export async function requeueJob(db: TenantDb, table: JobTable, id: string): Promise<boolean> {
  const result = await db
    .updateTable(table)
    .set({ status: 'queued', failure: null, finishedAt: null })
    .where('id', '=', id)
    .where('status', '=', 'failed')
    .where('runId', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes down that the workflow of a job that still waits for it could not be started. */
export async function failQueuedJob(
  db: TenantDb,
  table: JobTable,
  job: { id: string; failure: string },
): Promise<void> {
  await db
    .updateTable(table)
    .set({ ...jobMove('failed'), failure: job.failure })
    .where('id', '=', job.id)
    .where('status', '=', 'queued')
    .execute();
}
