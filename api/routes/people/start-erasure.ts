import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { taskQueues } from '../../../domain/task-queues.ts';
import { erasePerson, erasureWorkflowId } from '../../../workflows/people/erase-person.ts';
import { searchAttributes } from '../../../workflows/search-attributes.ts';
import type { ApiDeps } from '../../deps.ts';

/** Starts the workflow that erases a person; asked twice, it is the same erasure. */
export async function startErasure(
  { database, temporal }: Pick<ApiDeps, 'database' | 'temporal'>,
  actor: Actor,
  personId: string,
) {
  const { tenantId } = actor;
  await withTenant(database.db, tenantId, async (db) => {
    if (!(await findPerson(db, personId))) throw notFound('person');
    await insertAudit(db, actor, { action: 'person.erase', entityKind: 'person', entityId: personId });
  });
  const handle = await temporal.workflow.start(erasePerson, {
    workflowId: erasureWorkflowId({ tenantId, personId }),
    taskQueue: taskQueues.main,
    args: [{ tenantId, personId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    typedSearchAttributes: searchAttributes({ tenantId, kind: 'erasure' }),
    staticSummary: 'Erases a person for good',
  });
  return { id: handle.workflowId, runId: handle.firstExecutionRunId };
}
