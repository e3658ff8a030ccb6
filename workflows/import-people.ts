import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  allHandlersFinished,
} from '@temporalio/workflow';
import type { ImportActivities, ImportSummary } from '../activities/imports.ts';
import { taskQueues } from '../domain/task-queues.ts';
import type { Job } from './job-start.ts';

/** Which import a workflow carries. */
export interface ImportRef {
  tenantId: string;
  importId: string;
}

/** `import/{tenant}/{import}` */
export const importWorkflowId = ({ tenantId, importId }: ImportRef): string => `import/${tenantId}/${importId}`;

/** How an import is started, by the request that made it or by whoever finds that nobody carries it. */
export const importJob = (ref: ImportRef, isDryRun: boolean): Job<ImportRef> => ({
  workflow: importPeople,
  workflowId: importWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'import',
  summary: isDryRun ? 'Dry run of an import of people' : 'Import of people from a file',
});

/** Stops the import after the batch it is at; what was merged stays. Answers whether there was something to stop. */
export const cancelImport = defineUpdate<boolean>('cancel');

const quick = proxyActivities<ImportActivities>({ startToCloseTimeout: '1 minute' });
const { importRows } = proxyActivities<ImportActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 100 },
});

/** Imports a file of people: one long activity that any worker can take over, then the result. */
export async function importPeople(ref: ImportRef): Promise<ImportSummary> {
  setHandler(cancelImport, () =>
    quick.requestImportCancel.executeWithOptions({ summary: 'stop after this batch' }, [ref]),
  );
  setCurrentDetails('Reading the file and merging its rows; the rows done so far stand in the import itself.');
  try {
    await importRows.executeWithOptions({ summary: 'merge the rows', priority: { fairnessKey: ref.tenantId } }, [ref]);
  } catch (error) {
    await quick.failImport.executeWithOptions({ summary: 'say why it failed' }, [
      { ...ref, failure: sentenceOf(error) },
    ]);
  }
  await condition(allHandlersFinished);
  const summary = await quick.endImport.executeWithOptions({ summary: 'end the import' }, [ref]);
  setCurrentDetails(
    `${summary.status}: ${summary.rowsRead} rows, ${summary.created} created, ${summary.updated} updated, ${summary.rejected} rejected.`,
  );
  return summary;
}

/** The product's own refusals are sentences for people; everything else is ours to look into. */
function sentenceOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.nonRetryable) return cause.message;
  return 'Something on our side kept this import from going on. What was merged before stays; import the file again to go on.';
}
