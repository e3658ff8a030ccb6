import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { withTenant } from '../../../db/connection.ts';
import { insertInstallationLog } from '../../../db/queries/installation/installation.ts';
import { deleteExampleTenant, findTenant } from '../../../db/queries/tenants/tenants.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';

/**
 * Removes an example tenant with everything in it: what runs for it, its rows, its organisation and keys, and the people who
 * belong to no other. There is no way back; a tenant that is not marked as an example is refused.
 */
export async function removeExampleTenant(deps: ApiDeps, { tenantId, personId, name }: Actor): Promise<void> {
  const { database, auth, temporal, log } = deps;
  const tenant = await withTenant(database.db, tenantId, findTenant);
  if (!tenant?.isExample)
    throw new DomainError('conflict', 'Only example data can be removed in this way. Nothing was changed.');
  await terminateWorkflows(temporal, log, tenantId);
  await withTenant(database.db, tenantId, async (db) => {
    if (!(await deleteExampleTenant(db))) return;
    // Its own log is gone with it.
    await insertInstallationLog(db, { actor: { id: personId, name }, action: 'example.remove', reason: tenant.name });
  });
  await auth.db.transaction().execute(async (db) => {
    const people = await db.selectFrom('member').select('userId').where('organizationId', '=', tenantId).execute();
    await db.deleteFrom('apikey').where('referenceId', '=', tenantId).execute();
    await db.deleteFrom('member').where('organizationId', '=', tenantId).execute();
    await db.deleteFrom('organization').where('id', '=', tenantId).execute();
    const leaving = people.map(({ userId }) => userId);
    if (leaving.length === 0) return;
    await db
      .deleteFrom('user')
      .where('id', 'in', leaving)
      .where('installationOperator', '=', false)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('member').select('id').whereRef('member.userId', '=', 'user.id'))),
      )
      .execute();
  });
  log.warn({ tenant: tenantId }, 'example tenant removed');
}

/** Ends what runs for the tenant. Best effort: a workflow that is missed finds no rows, and its activities refuse for good. */
async function terminateWorkflows(temporal: Client, log: Logger, tenantId: string): Promise<void> {
  try {
    const running = temporal.workflow.list({ query: `TenantId = '${tenantId}' AND ExecutionStatus = 'Running'` });
    for await (const { workflowId, runId } of running) {
      await temporal.workflow.getHandle(workflowId, runId).terminate('The example data was removed');
    }
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'workflows of the removed tenant could not all be ended');
  }
}
