import { sql } from 'kysely';
import type { Db } from '../../connection.ts';

/** Tenants with messages that are due at `nowIso`, whether or not they may be sent: see `isAnythingDue`. As salescompass_directory. */
export async function listTenantsToSend(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('messageBatches')
    .select('tenantId')
    .distinct()
    .where('finishedAt', 'is', null)
    .where('notBefore', '<=', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}

/**
 * Other tenants that asked for lanes, the longest first: see `answerWait`. A wait of no time is none: a free worker takes it up. One of many
 * minutes is of a workflow that is gone. As salescompass_directory.
 */
export async function listWaiting(directory: Db, tenantId: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select tenant_id from outbox_waits
    where tenant_id <> ${tenantId} and since between now() - interval '5 minutes' and now() - interval '200 milliseconds'
    order by since limit 100`.execute(directory);
  return rows.map((row) => row.tenantId);
}

/** Tenants with events, or word of who somebody is, whose consequences are due, or were due before now. As salescompass_directory. */
export async function listTenantsToEngage(directory: Db, nowIso: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select tenant_id from engagement_work where due_at <= ${nowIso}::timestamptz
    union select tenant_id from identity_calls where due_at <= ${nowIso}::timestamptz`.execute(directory);
  return rows.map((row) => row.tenantId);
}

/** A campaign that a workflow should be carrying. */
export interface OpenCampaign {
  tenantId: string;
  campaignId: string;
}

/** Campaigns between their first command and their end that have not changed for a minute. As salescompass_directory. */
export async function listOpenCampaigns(directory: Db, nowIso: string): Promise<OpenCampaign[]> {
  return directory
    .selectFrom('campaigns')
    .select(['tenantId', 'id as campaignId'])
    .where('status', 'in', ['in_review', 'approved', 'scheduled', 'running', 'paused'])
    .where('statusChangedAt', '<', new Date(Date.parse(nowIso) - 60_000))
    .execute();
}

/** A job that was written down and whose workflow should be running. */
export interface QueuedJob {
  tenantId: string;
  id: string;
  kind: 'import' | 'dryRun' | 'export' | 'intake';
}

/** Imports, exports and intakes that have waited for their workflow for more than a minute. As salescompass_directory. */
export async function listQueuedJobs(directory: Db, nowIso: string): Promise<QueuedJob[]> {
  const { rows } = await sql<QueuedJob>`
    select tenant_id, id, case when dry_run then 'dryRun' else 'import' end as kind
    from imports where status = 'queued' and created_at < ${nowIso}::timestamptz - interval '1 minute'
    union all
    select tenant_id, id, 'export'
    from exports where status = 'queued' and created_at < ${nowIso}::timestamptz - interval '1 minute'
    union all
    select tenant_id, id, 'intake'
    from intakes where status = 'queued' and created_at < ${nowIso}::timestamptz - interval '1 minute'`.execute(
    directory,
  );
  return rows;
}

/** Tenants of whose people some signed up more than a minute ago and were not asked to confirm it. As salescompass_directory. */
export async function listTenantsToAsk(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('signUps')
    .select('tenantId')
    .distinct()
    .where('status', '=', 'new')
    .where('createdAt', '<', new Date(Date.parse(nowIso) - 60_000))
    .execute();
  return rows.map((row) => row.tenantId);
}

/** Tenants of whom a report should have gone out before `nowIso`. As salescompass_directory. */
export async function listTenantsToReport(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('reports')
    .select('tenantId')
    .distinct()
    .where('nextAt', '<', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}

/** Tenants whose hours of reports were counted by another clock than theirs, or never. As salescompass_directory. */
export async function listTenantsToRecount(directory: Db): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select tenant_id from tenants where hours_zone is distinct from time_zone`.execute(directory);
  return rows.map((row) => row.tenantId);
}

/** Every tenant of the installation. As salescompass_directory. */
export async function listTenantIds(directory: Db): Promise<string[]> {
  const rows = await directory.selectFrom('tenants').select('tenantId').execute();
  return rows.map((row) => row.tenantId);
}

/**
 * Drips that should have been looked at before `nowIso`, since whoever asked for it could not tell their workflow, and those that nobody
 * comes into any more and that are empty: who left last, by an opt-out or a bounce, told nobody. As salescompass_directory.
 */
export async function listDripsToWake(directory: Db, nowIso: string): Promise<{ tenantId: string; dripId: string }[]> {
  return directory
    .selectFrom('drips')
    .select(['tenantId', 'id as dripId'])
    .where((eb) =>
      eb.or([
        eb.and([eb('status', 'in', ['running', 'paused', 'cancelled']), eb('nextWakeAt', '<', new Date(nowIso))]),
        eb.and([
          eb('status', 'in', ['running', 'paused']),
          eb('entryClosedAt', '<', new Date(nowIso)),
          eb.not(
            eb.exists(
              eb
                .selectFrom('dripPositions as p')
                .select('p.id')
                .whereRef('p.tenantId', '=', 'drips.tenantId')
                .whereRef('p.dripId', '=', 'drips.id')
                .where('p.endedAt', 'is', null),
            ),
          ),
        ]),
      ]),
    )
    .execute();
}

/**
 * Nurture programmes whose workflow has not heard of a change since `nowIso`: whoever made it could not tell it. As
 * salescompass_directory.
 */
export async function listNurturesToWake(
  directory: Db,
  nowIso: string,
): Promise<{ tenantId: string; nurtureId: string }[]> {
  return directory
    .selectFrom('nurtures')
    .select(['tenantId', 'id as nurtureId'])
    .where('status', 'in', ['running', 'paused'])
    .where('unheardAt', '<', new Date(nowIso))
    .execute();
}

/** Tenants with calls of running drips that should have been made before `nowIso`. As salescompass_directory. */
export async function listTenantsToCall(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('dripCalls as c')
    .innerJoin('drips as d', (join) => join.onRef('d.tenantId', '=', 'c.tenantId').onRef('d.id', '=', 'c.dripId'))
    .innerJoin('campaigns as ca', (join) =>
      join.onRef('ca.tenantId', '=', 'd.tenantId').onRef('ca.id', '=', 'd.campaignId'),
    )
    .innerJoin('dripPositions as p', (join) =>
      join.onRef('p.tenantId', '=', 'c.tenantId').onRef('p.id', '=', 'c.positionId'),
    )
    .innerJoin('tenants as t', 't.tenantId', 'c.tenantId')
    .select('c.tenantId')
    .distinct()
    .where('c.status', '=', 'waiting')
    .where('c.nextTryAt', '<', new Date(nowIso))
    .where('p.state', '=', 'active')
    .where('p.waitsFor', '=', 'webhook')
    .where('t.sendingStoppedAt', 'is', null)
    .where('d.status', '=', 'running')
    .where('ca.status', '=', 'running')
    .execute();
  return rows.map((row) => row.tenantId);
}

/** Tenants whose people have something to be told by mail. As salescompass_directory. */
export async function listTenantsToTell(directory: Db): Promise<string[]> {
  const untold = (table: 'notifications' | 'approvalNotices' | 'tenantNotices' | 'domainNotices') =>
    directory.selectFrom(table).select('tenantId').where('mailedAt', 'is', null).where('readAt', 'is', null);
  const rows = await untold('notifications')
    .union(untold('approvalNotices'))
    .union(untold('tenantNotices'))
    .union(untold('domainNotices'))
    .execute();
  return rows.map((row) => row.tenantId);
}
