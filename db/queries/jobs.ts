import { sql, type InsertResult } from 'kysely';
import type { JobStatus } from '../../domain/imports/import.ts';
import type { TenantDb } from '../connection.ts';

/** The tables of work that a workflow carries. */
type JobTable = 'exports' | 'imports' | 'intakes';

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
