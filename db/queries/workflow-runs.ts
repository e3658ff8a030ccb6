import { sql, type RawBuilder } from 'kysely';
import type { ShownWorkflowKind } from '../../domain/workflow-kinds.ts';
import type { TenantDb } from '../connection.ts';

/** A run of a workflow, and when (ISO 8601) what it does was asked for. */
export interface WorkflowRun {
  kind: ShownWorkflowKind;
  subjectId: string;
  runId: string;
  seenAtIso: string;
}

/** Notes that a workflow has this run, unless a later one is known. */
export async function noteWorkflowRun(db: TenantDb, { kind, subjectId, runId, seenAtIso }: WorkflowRun): Promise<void> {
  await sql`
    insert into workflow_runs as w (kind, subject_id, run_id, seen_at)
    values (${kind}, ${subjectId}::uuid, ${runId}, ${seenAtIso}::timestamptz)
    on conflict (tenant_id, kind, subject_id) do update set run_id = excluded.run_id, seen_at = excluded.seen_at
    where w.seen_at <= excluded.seen_at`.execute(db);
}

/** The run of the workflow of each row of the table named `of` (with its `tenant_id` and `id`): a column of a select. */
export function workflowRunOf(kind: ShownWorkflowKind, of: string): RawBuilder<string | null> {
  return sql<string | null>`(select w.run_id from workflow_runs w where w.tenant_id = ${sql.ref(`${of}.tenant_id`)}
    and w.kind = ${kind} and w.subject_id = ${sql.ref(`${of}.id`)})`;
}

/** The run of one workflow; null where none is known. */
export async function findWorkflowRun(
  db: TenantDb,
  kind: ShownWorkflowKind,
  subjectId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('workflowRuns')
    .select('runId')
    .where('kind', '=', kind)
    .where('subjectId', '=', subjectId)
    .executeTakeFirst();
  return row?.runId ?? null;
}
