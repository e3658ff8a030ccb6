import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { MergedPeople } from '../people/journey-merge.ts';

/**
 * Decisions for the other record now belong to the one that stays. If both have a proposal, the other record's is taken back; so is an
 * action under way for it, if the kept record has one under way too.
 */
export async function mergeNextActions(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    update next_actions m set look_at = null, settled_at = coalesce(m.settled_at, now()), reached = coalesce(m.reached, false),
      status = case when m.status = 'suggested' then 'withdrawn' else m.status end,
      status_reason = case when m.status = 'suggested' then 'merged' else m.status_reason end
    where m.tenant_id = current_tenant() and m.person_id = ${mergeId}
      and (m.status = 'suggested' or (m.status in ('accepted', 'done') and m.settled_at is null))
      and exists (select from next_actions k where k.tenant_id = m.tenant_id and k.person_id = ${keepId}
        and (k.status = 'suggested' or (k.status in ('accepted', 'done') and k.settled_at is null)))`.execute(db);
  await sql`
    update next_actions m set person_id = ${keepId}
    where m.tenant_id = current_tenant() and m.person_id = ${mergeId} and not exists (
      select from next_actions k where k.tenant_id = m.tenant_id and k.policy_id = m.policy_id and k.person_id = ${keepId}
        and k.cause = m.cause)`.execute(db);
  await sql`update tasks set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`
    insert into next_action_work (person_id, cause, campaign_id, due_at)
    select ${keepId}::uuid, cause, campaign_id, due_at from next_action_work
    where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict do nothing`.execute(db);
}
