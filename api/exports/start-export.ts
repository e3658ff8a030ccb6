import { withTenant } from '../../db/connection.ts';
import { markExport } from '../../db/queries/exports.ts';
import { markJobRun } from '../../db/queries/jobs.ts';
import { exportJob, type ExportRef } from '../../workflows/export-people.ts';
import type { ApiDeps } from '../deps.ts';
import { startJob } from '../start-job.ts';

/** Starts the workflow of an export that was written down; where it cannot be started, its row says so. */
export async function startExport(
  { database, temporal }: Pick<ApiDeps, 'database' | 'temporal'>,
  ref: ExportRef,
): Promise<void> {
  const { tenantId, exportId } = ref;
  try {
    const runId = await startJob(temporal, exportJob(ref));
    if (runId) await withTenant(database.db, tenantId, (db) => markJobRun(db, 'exports', { id: exportId, runId }));
  } catch (error) {
    const values = { failure: 'The export could not be started because Temporal did not answer. Start it again.' };
    await withTenant(database.db, tenantId, (db) =>
      markExport(db, exportId, { from: ['queued'], to: 'failed', values }),
    );
    throw error;
  }
}
