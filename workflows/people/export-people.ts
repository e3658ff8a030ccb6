import { proxyActivities } from '@temporalio/workflow';
import type { ExportActivities } from '../../activities/people/exports.ts';
import { longWork, runJob } from '../jobs/run.ts';
import type { Job } from '../jobs/start.ts';

/** Which export a workflow carries. */
export interface ExportRef {
  tenantId: string;
  exportId: string;
}

/** `export/{tenant}/{export}` */
export const exportWorkflowId = ({ tenantId, exportId }: ExportRef): string => `export/${tenantId}/${exportId}`;

/** How an export is started: by the request that made it, or by housekeeping if it finds one without a workflow. */
export const exportJob = (ref: ExportRef): Job<ExportRef> => ({
  workflow: exportPeople,
  workflowId: exportWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'export',
  summary: 'Export of people to a file',
});

const quick = proxyActivities<ExportActivities>({ startToCloseTimeout: '1 minute' });
const { exportRows } = longWork<ExportActivities>({ startToCloseTimeout: '6 hours', maximumAttempts: 20 });

/** Writes a file that can be downloaded: the people who match a filter as CSV, or everything on one person as JSON. */
export function exportPeople(ref: ExportRef): Promise<{ status: string; rowsWritten: number }> {
  const priority = { fairnessKey: ref.tenantId };
  return runJob({
    requestCancel: () => quick.requestExportCancel.executeWithOptions({ summary: 'stop after this page' }, [ref]),
    workDetails: 'Writing the file; the rows done so far stand in the export itself.',
    work: () => exportRows.executeWithOptions({ summary: 'write the file', priority }, [ref]),
    ourFault: 'Something on our side kept this export from being written. Start it again.',
    fail: (failure) => quick.failExport.executeWithOptions({ summary: 'say why it failed' }, [{ ...ref, failure }]),
    end: () => quick.endExport.executeWithOptions({ summary: 'end the export' }, [ref]),
    endDetails: ({ status, rowsWritten }) => `${status}: ${rowsWritten} rows.`,
  });
}
