import type { Context } from 'hono';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findIntake, insertIntake, type NewIntake, type StoredIntake } from '../../../db/queries/intakes/intakes.ts';
import { notFound } from '../../../domain/errors.ts';
import { Intake } from '../../../domain/intakes/intake.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { intakeJob, intakeWorkflowId } from '../../../workflows/intakes/intake-people.ts';
import type { ApiEnv } from '../../router.ts';
import { WorkflowRef } from '../../schemas.ts';
import { carryJob } from '../../start-job.ts';
import { workflowLink } from '../../workflow-link.ts';

/** An intake with the workflow that carries it. */
export const ShownIntake = Intake.extend({ workflow: WorkflowRef });

/** Writes an intake down in the caller's transaction; `startIntake` goes on once that is committed. */
export async function writeIntake(db: TenantDb, actor: Actor, intake: NewIntake & { id: string }): Promise<void> {
  if (!(await insertIntake(db, { ...intake, createdBy: actor.name, createdByKind: actor.kind }))) return;
  const { campaignId, source, sourceName, terms } = intake;
  const after = { [terms.target]: terms.targetId, from: `${source.kind} ${sourceName}` };
  await insertAudit(db, actor, { action: 'intake.start', entityKind: 'campaign', entityId: campaignId, after });
}

/** Starts the workflow of an intake that was written down; where it cannot be started, its row says so. */
export async function startIntake(c: Context<ApiEnv>, tenantId: string, intakeId: string) {
  const { deps } = c.var;
  const failure = 'It could not be started because Temporal did not answer. Nobody came in; add them again.';
  await carryJob(deps, { table: 'intakes', id: intakeId, job: intakeJob({ tenantId, intakeId }), failure });
  const made = await withTenant(deps.database.db, tenantId, (db) => findIntake(db, intakeId));
  if (!made) throw notFound('intake');
  return showIntake(c, made, tenantId);
}

/** An intake as the API shows it. */
export function showIntake(
  c: Context<ApiEnv>,
  { runId, terms: _terms, createdByKind: _kind, ...found }: StoredIntake,
  tenantId: string,
) {
  const id = intakeWorkflowId({ tenantId, intakeId: found.id });
  return { ...found, workflow: workflowLink(c, { id, runId, endedAt: found.finishedAt }) };
}
