import { writeFile } from 'node:fs/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { historyText } from '../bin/history-text.ts';

/**
 * Keeps the history of a workflow, as far as it has come, as test/histories/{name}.json, for the replay tests; only where
 * RECORD_HISTORIES is set. A stage whose clock skips has seen in seconds what a server with a real clock needs weeks for.
 */
export async function recordHistory(handle: Pick<WorkflowHandle, 'fetchHistory'>, name: string): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return;
  await writeFile(`test/histories/${name}.json`, historyText(await handle.fetchHistory()));
}
