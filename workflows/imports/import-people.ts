import { proxyActivities } from '@temporalio/workflow';
import type { ImportActivities, ImportSummary } from '../../activities/imports/imports.ts';
import { longWork, runJob } from '../jobs/run.ts';
import type { Job } from '../jobs/start.ts';

/** Which import a workflow carries. */
export interface ImportRef {
  tenantId: string;
  importId: string;
}

/** `import/{tenant}/{import}` */
export const importWorkflowId = ({ tenantId, importId }: ImportRef): string => `import/${tenantId}/${importId}`;

/** How an import is started: by the request that made it, or by housekeeping if it finds one without a workflow. */
export const importJob = (ref: ImportRef, isDryRun: boolean): Job<ImportRef> => ({
  workflow: importPeople,
  workflowId: importWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'import',
  summary: isDryRun ? 'Dry run of the import of a file' : 'Import of a file',
});

const quick = proxyActivities<ImportActivities>({ startToCloseTimeout: '1 minute' });
const { importRows } = longWork<ImportActivities>({ startToCloseTimeout: '12 hours', maximumAttempts: 100 });

/** Imports a file of people or opportunities: one long activity that any worker can take over, then the result. */
export function importPeople(ref: ImportRef): Promise<ImportSummary> {
  const priority = { fairnessKey: ref.tenantId };
  return runJob({
    requestCancel: () => quick.requestImportCancel.executeWithOptions({ summary: 'stop after this batch' }, [ref]),
    workDetails: 'Reading the file and merging its rows; the rows done so far stand in the import itself.',
    work: () => importRows.executeWithOptions({ summary: 'merge the rows', priority }, [ref]),
    ourFault:
      'Something on our side kept this import from going on. What was merged before stays; import the file again to go on.',
    fail: (failure) => quick.failImport.executeWithOptions({ summary: 'say why it failed' }, [{ ...ref, failure }]),
    end: () => quick.endImport.executeWithOptions({ summary: 'end the import' }, [ref]),
    endDetails: ({ status, rowsRead, created, updated, rejected }) =>
      `${status}: ${rowsRead} rows, ${created} created, ${updated} updated, ${rejected} rejected.`,
  });
}
