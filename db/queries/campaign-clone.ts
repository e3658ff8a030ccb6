import { sql } from 'kysely';
import type { Shift } from '../../domain/campaigns/shift.ts';
import type { TenantDb } from '../connection.ts';

/** From which campaign to which, by how much later, and who copies. */
export interface Copying {
  from: string;
  to: string;
  /** By how much everything that has a date moves. */
  shift: Shift;
  author: { id: string; name: string };
}

/** Copies the broadcasts of a campaign with their messages, as drafts that nothing was sent of. */
export async function copyBroadcasts(db: TenantDb, { from, to }: Copying): Promise<void> {
  await sql`
    with source as materialized (
      select *, uuidv7() as new_id from broadcasts where tenant_id = current_tenant() and campaign_id = ${from}::uuid),
    copied as (
      insert into broadcasts (id, campaign_id, name, audience, position)
      select new_id, ${to}::uuid, name, audience, position from source)
    insert into variants (source_kind, source_id, label, message_class, sender_id, reply_to, subject, preheader, format, body,
      blocks, text_body, topic_id)
    select v.source_kind, s.new_id, v.label, v.message_class, v.sender_id, v.reply_to, v.subject, v.preheader, v.format, v.body,
      v.blocks, v.text_body, v.topic_id
    from source s join variants v on v.tenant_id = current_tenant() and v.source_id = s.id`.execute(db);
}

/** How many there are of what a copy of the campaign would leave behind. */
export async function countLeftBehind(
  db: TenantDb,
  campaignId: string,
): Promise<{ members: number; approvals: number }> {
  const { rows } = await sql<{ members: number; approvals: number }>`
    select
      (select coalesce(sum(value), 0) from source_counters
        where tenant_id = current_tenant() and source_id = ${campaignId}::uuid and name = 'members')::int8 as members,
      (select count(*) from approvals where tenant_id = current_tenant() and campaign_id = ${campaignId}::uuid) as approvals`.execute(
    db,
  );
  return rows[0] ?? { members: 0, approvals: 0 };
}
