import { sql } from 'kysely';
import type { Shift } from '../../../domain/campaigns/shift.ts';
import type { TenantDb } from '../../connection.ts';

/** From which campaign to which, by how much later, and who copies. */
export interface Copying {
  from: string;
  to: string;
  /** By how much everything that has a date moves. */
  shift: Shift;
  /** The ids of the copy by those of the original (campaign and messages): rules about the original become rules about the copy. */
  renamed: ReadonlyMap<string, string>;
  author: { id: string; name: string };
}

/** The ids of everything in a campaign that sends messages, and that rules may name: broadcasts, steps of drips, items of nurture programmes. */
export async function listSourceIds(db: TenantDb, campaignId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from broadcasts where tenant_id = current_tenant() and campaign_id = ${campaignId}::uuid
    union all
    select s.id from drip_steps s join drips d on d.tenant_id = s.tenant_id and d.id = s.drip_id
    where d.tenant_id = current_tenant() and d.campaign_id = ${campaignId}::uuid
    union all
    select i.id from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
    where n.tenant_id = current_tenant() and n.campaign_id = ${campaignId}::uuid`.execute(db);
  return rows.map(({ id }) => id);
}

/** Copies the broadcasts of a campaign with their messages, as drafts that nothing was sent of; an hour of everybody's own clock moves too. */
export async function copyBroadcasts(db: TenantDb, { from, to, shift, renamed }: Copying): Promise<void> {
  const { days, minutes } = shift;
  await sql`
    with source as materialized (
      select b.*, own.id as new_id from broadcasts b
      join unnest(${sql.val([...renamed.keys()])}::uuid[], ${sql.val([...renamed.values()])}::uuid[]) as own (old_id, id) on own.old_id = b.id
      where b.tenant_id = current_tenant() and b.campaign_id = ${from}::uuid),
    copied as (
      insert into broadcasts (id, campaign_id, name, audience, position, to_seeds, local_start)
      select new_id, ${to}::uuid, name, audience, position, to_seeds, to_char(
        local_start::timestamp + make_interval(days => ${days}::int, mins => ${Math.round(minutes)}::int), 'YYYY-MM-DD"T"HH24:MI')
      from source)
    insert into variants (source_kind, source_id, label, message_class, sender_id, reply_to, subject, preheader, format, body,
      blocks, look, text_body, topic_id)
    select v.source_kind, s.new_id, v.label, v.message_class, v.sender_id, v.reply_to, v.subject, v.preheader, v.format, v.body,
      v.blocks, v.look, v.text_body, v.topic_id
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

/** Makes conditions in the copied messages ask about the copy what they asked about the campaign. */
export async function renameInBlocks(db: TenantDb, renamed: Copying['renamed']): Promise<void> {
  const rows = await db
    .selectFrom('variants')
    .select(['id', 'blocks'])
    .where('sourceId', 'in', [...renamed.values()])
    .where('blocks', 'is not', null)
    .execute();
  for (const { id, blocks } of rows) {
    const before = JSON.stringify(blocks);
    let after = before;
    for (const [old, own] of renamed) after = after.replaceAll(old, own);
    if (after === before) continue;
    await db
      .updateTable('variants')
      .set({ blocks: sql<string>`${after}::text::jsonb` })
      .where('id', '=', id)
      .execute();
  }
}
