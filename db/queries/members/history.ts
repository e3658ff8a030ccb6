import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';

/** By what way a member was added, changed or removed. */
export type MemberCause =
  | 'hand'
  | 'file'
  | 'list'
  | 'campaign'
  | 'segment'
  | 'click'
  | 'reply'
  | 'form'
  | 'merge'
  | 'type';

/** Names who changes members until the transaction ends, and by what way: the lines of the history carry it. */
export async function setChangedBy(
  db: TenantDb,
  actor: Pick<Actor, 'kind' | 'name'>,
  cause: MemberCause,
): Promise<void> {
  const by = JSON.stringify({ kind: actor.kind, name: actor.name, cause });
  await sql`select set_config('app.changed_by', ${by}, true)`.execute(db);
}

/**
 * SQL: when the person had first responded to the campaign before being removed from it, or null. Who comes back keeps that
 * date, as the first response never moves.
 */
export function formerResponse(campaignId: string, personId: RawBuilder<unknown>): RawBuilder<Date | null> {
  return sql`(
    select min(h.first_responded_at) from member_history h
    where h.tenant_id = current_tenant() and h.campaign_id = ${campaignId}::uuid and h.person_id = ${personId}
      and h.first_responded_at is not null)`;
}

/** SQL: whether `formerResponse` finds anything for anybody at all. */
export function hasFormerResponses(campaignId: string): RawBuilder<boolean> {
  return sql`exists (
    select from member_history h
    where h.tenant_id = current_tenant() and h.campaign_id = ${campaignId}::uuid and h.first_responded_at is not null)`;
}

/** One line of a member's history. */
export interface MemberHistoryRow {
  id: string;
  at: Date;
  kind: 'added' | 'status' | 'removed';
  fromStatus: string | null;
  toStatus: string | null;
  actorKind: string;
  actorName: string;
  cause: string;
}

/**
 * What became of a person in a campaign, newest first, lines older than `before`. Whoever joined with an audience of thousands has no
 * line for it: that one is told from the membership itself.
 */
export async function listMemberHistory(
  db: TenantDb,
  input: { campaignId: string; personId: string; before: string | null; limit: number },
): Promise<MemberHistoryRow[]> {
  const { campaignId, personId, before, limit } = input;
  const { rows } = await sql<MemberHistoryRow>`
    with recorded as (
      select * from member_history
      where tenant_id = current_tenant() and campaign_id = ${campaignId} and person_id = ${personId}
    ), joined as (
      select m.id, m.created_at as at, 'added' as kind, null::text as from_status,
        coalesce((select r.from_status from recorded r where r.kind = 'status' and r.at >= m.created_at order by r.id limit 1), s.name) as to_status,
        'workflow' as actor_kind, 'SalesCompass' as actor_name, m.source as cause
      from campaign_members m
      join campaign_type_statuses s on s.tenant_id = m.tenant_id and s.id = m.status_id
      where m.tenant_id = current_tenant() and m.campaign_id = ${campaignId} and m.person_id = ${personId}
        and not exists (select from recorded r where r.kind = 'added' and r.at >= m.created_at)
    )
    select id, at, kind, from_status as "fromStatus", to_status as "toStatus", actor_kind as "actorKind", actor_name as "actorName", cause
    from (
      select id, at, kind, from_status, to_status, actor_kind, actor_name, cause from recorded
      union all select * from joined) lines
    where ${before}::uuid is null or (at, id) < (select at, id from recorded where id = ${before}::uuid)
    order by at desc, id desc limit ${limit}`.execute(db);
  return rows;
}
