import { exportJob, type ExportRef } from '../../../workflows/people/export-people.ts';
import type { ApiDeps } from '../../deps.ts';
import { carryJob } from '../../start-job.ts';

/** Starts the workflow of an export that was written down; where it cannot be started, its row says so. */
export async function startExport(deps: Pick<ApiDeps, 'database' | 'temporal'>, ref: ExportRef): Promise<void> {
  const failure = 'The export could not be started because Temporal did not answer. Start it again.';
  await carryJob(deps, { table: 'exports', id: ref.exportId, job: exportJob(ref), failure });
}
