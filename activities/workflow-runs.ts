import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { withTenant, type Database } from '../db/connection.ts';
import { noteWorkflowRun } from '../db/queries/workflow-runs.ts';
import { subjectOfWorkflow } from '../domain/workflow-kinds.ts';

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/** How many workflows a process remembers the run of. */
const remembered = 10_000;

/**
 * Lets the first activity of each run note which run its workflow is in, so that pages can link to it; the workflows themselves need not
 * say it. What cannot be noted holds nothing up: the next activity tries again.
 */
export function withNotedRuns<T extends Activities>(
  activities: T,
  { database, log }: { database: Database; log: Logger },
): T {
  const known = new Map<string, string>();
  const note = async (): Promise<void> => {
    const { workflowExecution, scheduledTimestampMs } = Context.current().info;
    if (!workflowExecution || known.get(workflowExecution.workflowId) === workflowExecution.runId) return;
    const { workflowId, runId } = workflowExecution;
    const subject = subjectOfWorkflow(workflowId);
    if (!subject) return;
    const seenAtIso = new Date(scheduledTimestampMs).toISOString();
    await withTenant(database.db, subject.tenantId, (db) => noteWorkflowRun(db, { ...subject, runId, seenAtIso }));
    if (known.size >= remembered) known.clear();
    known.set(workflowId, runId);
  };
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (...args: never[]) => {
      await note().catch((error: unknown) => log.warn({ err: error }, 'the run of a workflow could not be noted'));
      return run(...args);
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
