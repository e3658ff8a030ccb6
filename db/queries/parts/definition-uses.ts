import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Something that a definition of a drip or a nurture programme, or a condition in a message, may name; the id of a segment may also be a column. */
export type Named = { listId: string } | { segmentId: string | RawBuilder<unknown> } | { attribute: string };

/**
 * The definitions that people follow, or may come to follow without another edit, in campaigns that are not over, and the blocks of messages,
 * whose conditions are rules too: a relation of `campaign_id` and `definition`. A version that was replaced counts as long as somebody follows it.
 */
export function liveDefinitions(): RawBuilder<unknown> {
  return sql`
    select d.campaign_id, v.definition from drips d
    join drip_versions v on v.tenant_id = d.tenant_id and v.drip_id = d.id
    join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where d.tenant_id = current_tenant() and d.status not in ('completed', 'cancelled') and c.status not in ('completed', 'cancelled')
      and (v.state in ('draft', 'in_review', 'approved', 'active') or v.state = 'superseded' and exists (
        select from drip_positions p
        where p.tenant_id = v.tenant_id and p.drip_id = v.drip_id and p.version = v.number and p.ended_at is null))
    union all
    select n.campaign_id, v.definition from nurtures n
    join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.state in ('draft', 'in_review', 'active')
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    where n.tenant_id = current_tenant() and n.status not in ('completed', 'cancelled') and c.status not in ('completed', 'cancelled')
    union all
    select c.id, v.blocks from variants v
    join campaigns c on c.tenant_id = v.tenant_id and c.status not in ('completed', 'cancelled') and c.id = coalesce(
      (select b.campaign_id from broadcasts b where b.tenant_id = v.tenant_id and b.id = v.source_id),
      (select d.campaign_id from drip_messages m join drips d on d.tenant_id = m.tenant_id and d.id = m.drip_id
        where m.tenant_id = v.tenant_id and m.id = v.source_id),
      (select n.campaign_id from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
        where i.tenant_id = v.tenant_id and i.id = v.source_id))
    where v.tenant_id = current_tenant() and v.blocks is not null`;
}

/** Whether a definition names something, wherever in it. */
export function isNamedIn(definition: RawBuilder<unknown>, named: Named): RawBuilder<boolean> {
  const contains = (path: string, value: unknown) =>
    sql<boolean>`jsonb_path_exists(${definition}, ${sql.lit(`$.**${path} ? (@ == $named)`)}, jsonb_build_object('named', ${value}::text))`;
  if ('segmentId' in named) return contains('.segmentId', named.segmentId);
  if ('listId' in named)
    return sql<boolean>`(${contains('.listId', named.listId)} or ${contains('.listIds[*]', named.listId)})`;
  const { attribute } = named;
  return sql<boolean>`(${contains('.attribute', attribute)} or ${contains('.field', `attributes.${attribute}`)})`;
}

/** The campaigns that are not over and that name something in a drip, a nurture programme or a message of blocks; by name, five at most. */
export async function listDefinitionsNaming(db: TenantDb, named: Named): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct c.name from (${liveDefinitions()}) live
    join campaigns c on c.tenant_id = current_tenant() and c.id = live.campaign_id
    where ${isNamedIn(sql`live.definition`, named)} order by c.name limit 5`.execute(db);
  return rows.map(({ name }) => name);
}
