import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { ExportActivities } from '../activities/exports.ts';
import { taskQueues } from '../domain/task-queues.ts';
import type { Job } from './job-start.ts';

/** Which export a workflow carries. */
export interface ExportRef {
  tenantId: string;
  exportId: string;
}

/** `export/{tenant}/{export}` */
export const exportWorkflowId = ({ tenantId, exportId }: ExportRef): string => `export/${tenantId}/${exportId}`;

/** How an export is started, by the request that made it or by whoever finds that nobody carries it. */
export const exportJob = (ref: ExportRef): Job<ExportRef> => ({
  workflow: exportPeople,
  workflowId: exportWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'export',
  summary: 'Export of people to a file',
});

/** Stops the export after the page it is at. Answers whether there was something to stop. */
export const cancelExport = defineUpdate<boolean>('cancel');

const quick = proxyActivities<ExportActivities>({ startToCloseTimeout: '1 minute' });
const { exportRows } = proxyActivities<ExportActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 20 },
});

/** Writes a file that can be downloaded: the people who match a filter as CSV, or everything on one person as JSON. */
export async function exportPeople(ref: ExportRef): Promise<{ status: string; rowsWritten: number }> {
  setHandler(cancelExport, () =>
    quick.requestExportCancel.executeWithOptions({ summary: 'stop after this page' }, [ref]),
  );
  setCurrentDetails('Writing the file; the rows done so far stand in the export itself.');
  try {
    await exportRows.executeWithOptions({ summary: 'write the file', priority: { fairnessKey: ref.tenantId } }, [ref]);
  } catch (error) {
    await quick.failExport.executeWithOptions({ summary: 'say why it failed' }, [
      { ...ref, failure: sentenceOf(error) },
    ]);
  }
  await condition(allHandlersFinished);
  const ended = await quick.endExport.executeWithOptions({ summary: 'end the export' }, [ref]);
  setCurrentDetails(`${ended.status}: ${ended.rowsWritten} rows.`);
  return ended;
}

function sentenceOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.nonRetryable) return cause.message;
  return 'Something on our side kept this export from being written. Start it again.';
}
