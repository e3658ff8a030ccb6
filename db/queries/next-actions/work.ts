import { sql } from 'kysely';
import type { Db, TenantDb } from '../../connection.ts';

/** A reason to look at somebody: the same cause leads to one decision. */
export interface Cause {
  personId: string;
  cause: string;
  campaignId: string | null;
}

/**
 * Asks for the next action of people, in the transaction in which something happened. Nothing is written where nobody decides anything
 * in this tenant, so that it costs those who do not use it a look at an empty table.
 */
export async function askForNextActions(db: TenantDb, causes: readonly Cause[]): Promise<void> {
  if (causes.length === 0) return;
  await sql`
    insert into next_action_work (person_id, cause, campaign_id)
    select distinct on (1, 2) w.person_id, w.cause, w.campaign_id
    from unnest(${sql.val(causes.map(({ personId }) => personId))}::uuid[], ${sql.val(causes.map(({ cause }) => cause))}::text[],
      ${sql.val(causes.map(({ campaignId }) => campaignId))}::uuid[]) as w (person_id, cause, campaign_id)
    join people p on p.tenant_id = current_tenant() and p.id = w.person_id and p.erased_at is null
    where exists (select from next_action_policies where tenant_id = current_tenant() and mode <> 'off')
    order by 1, 2
    on conflict do nothing`.execute(db);
}

/** Asks for the next action of the members of a campaign, who have none open; returns how many. `limit` at most. */
export async function askForMembers(
  db: TenantDb,
  input: { campaignId: string; cause: string; limit: number },
): Promise<number> {
  const { rows } = await sql`
    insert into next_action_work (person_id, cause, campaign_id)
    select m.person_id, ${input.cause}, m.campaign_id
    from campaign_members m
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id and p.erased_at is null
    where m.tenant_id = current_tenant() and m.campaign_id = ${input.campaignId} and not exists (
      select from next_actions a where a.tenant_id = m.tenant_id and a.person_id = m.person_id
        and (a.status = 'suggested' or (a.status in ('accepted', 'done') and a.settled_at is null)))
    order by m.person_id limit ${input.limit}
    on conflict do nothing returning 1`.execute(db);
  return rows.length;
}

/** Whether somebody is to be looked at. */
export async function isNextActionAsked(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('nextActionWork').select('personId').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The longest waiting reasons, locked until the transaction ends; what somebody else holds is left to them. */
export async function takeCauses(db: TenantDb, limit: number): Promise<Cause[]> {
  const { rows } = await sql<Cause>`
    select person_id, cause, campaign_id from next_action_work
    where tenant_id = current_tenant() order by due_at, person_id limit ${limit}
    for update skip locked`.execute(db);
  return rows;
}

/** Removes reasons whose consequences are there and told. */
export async function deleteCauses(db: TenantDb, causes: readonly Cause[]): Promise<void> {
  if (causes.length === 0) return;
  await sql`
    delete from next_action_work w
    using unnest(${sql.val(causes.map(({ personId }) => personId))}::uuid[], ${sql.val(causes.map(({ cause }) => cause))}::text[]) as d (person_id, cause)
    where w.tenant_id = current_tenant() and w.person_id = d.person_id and w.cause = d.cause`.execute(db);
}

/** Tenants with somebody to look at since before `nowIso`. As salescompass_directory. */
export async function listTenantsToDecide(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('nextActionWork')
    .select('tenantId')
    .distinct()
    .where('dueAt', '<', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
