import { sql } from 'kysely';
import type { SegmentUse } from '../../../domain/segments/segment.ts';
import type { TenantDb } from '../../connection.ts';
import { isNamedIn, liveDefinitions } from '../parts/definition-uses.ts';

/**
 * What builds on a segment at first hand: campaigns that are not over and have it in an audience, a drip or a nurture programme, and
 * other segments. By name.
 */
export async function listSegmentUses(db: TenantDb, id: string): Promise<SegmentUse[]> {
  const { rows } = await sql<SegmentUse>`
    select 'segment' as kind, s.id, s.name from segment_parts p
    join segments s on s.tenant_id = p.tenant_id and s.id = p.segment_id
    where p.tenant_id = current_tenant() and p.part_id = ${id}::uuid
    union
    select 'campaign', c.id, c.name from broadcasts b
    join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
    where b.tenant_id = current_tenant() and c.status not in ('completed', 'cancelled')
      and (b.audience -> 'segmentIds' ? ${id} or b.audience -> 'excludeSegmentIds' ? ${id})
    union
    select 'campaign', c.id, c.name from (${liveDefinitions()}) live
    join campaigns c on c.tenant_id = current_tenant() and c.id = live.campaign_id
    where ${isNamedIn(sql`live.definition`, { segmentId: id })}
    order by 3, 2`.execute(db);
  return rows;
}

/** The campaigns that are not over and that have a drip or a nurture programme which lets in who comes into a segment from now on; by name, five at most. */
export async function listCampaignsAwaiting(db: TenantDb, id: string): Promise<string[]> {
  const entry = { kind: 'segment', segmentId: id, existing: false };
  const { rows } = await sql<{ name: string }>`
    select c.name from drips d
    join drip_versions v on v.tenant_id = d.tenant_id and v.drip_id = d.id
      and v.state in ('draft', 'in_review', 'approved', 'active')
    join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where d.tenant_id = current_tenant() and d.status not in ('completed', 'cancelled')
      and v.definition -> 'entries' @> ${JSON.stringify([entry])}::text::jsonb
    union
    select c.name from nurtures n
    join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.state in ('draft', 'in_review', 'active')
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    where n.tenant_id = current_tenant() and n.status not in ('completed', 'cancelled')
      and v.definition -> 'entries' @> ${JSON.stringify([{ by: entry }])}::text::jsonb
    order by 1 limit 5`.execute(db);
  return rows.map(({ name }) => name);
}

/**
 * A campaign that depends on a segment, also through other segments: by an audience that is not fixed yet, or by a drip or a nurture
 * programme that is not over.
 */
export interface DependentCampaign {
  id: string;
  name: string;
  status: string;
}

/** The campaigns that would reach other people, or lead them another way, if the segment were another one. */
export async function listDependentCampaigns(db: TenantDb, id: string): Promise<DependentCampaign[]> {
  const { rows } = await sql<DependentCampaign>`
    with recursive above (segment_id) as (
      select ${id}::uuid
      union
      select p.segment_id from segment_parts p join above on above.segment_id = p.part_id where p.tenant_id = current_tenant())
    select c.id, c.name, c.status from campaigns c
    where c.tenant_id = current_tenant() and c.id in (
      select b.campaign_id from above
      join broadcasts b on b.tenant_id = current_tenant() and b.frozen_at is null
        and (b.audience -> 'segmentIds' ? above.segment_id::text or b.audience -> 'excludeSegmentIds' ? above.segment_id::text)
      union
      select live.campaign_id from (${liveDefinitions()}) live
      join above on ${isNamedIn(sql`live.definition`, { segmentId: sql`above.segment_id` })})
    and c.status not in ('completed', 'cancelled') order by c.name, c.id`.execute(db);
  return rows;
}

/** The segments whose rule names a list or an attribute; by name, five at most. */
export async function listSegmentsNaming(
  db: TenantDb,
  named: { listId: string } | { attribute: string },
): Promise<string[]> {
  const path =
    'listId' in named
      ? sql`'$.**.listIds[*] ? (@ == $named)', jsonb_build_object('named', ${named.listId}::text)`
      : sql`'$.**.field ? (@ == $named)', jsonb_build_object('named', ${`attributes.${named.attribute}`}::text)`;
  const { rows } = await sql<{ name: string }>`
    select name from segments where tenant_id = current_tenant() and jsonb_path_exists(rule, ${path}) order by name limit 5`.execute(
    db,
  );
  return rows.map((row) => row.name);
}
