import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Something that waits for a decision: a campaign, or what came to a part of one that runs. */
export interface OpenApprovalRow {
  /** Of the request; of a version the drip's or the programme's, which has one at a time; of an item its own. */
  id: string;
  campaignId: string;
  campaignName: string;
  kind: 'campaign' | 'dripVersion' | 'nurtureItem' | 'nurtureVersion';
  /** The part that it belongs to; null: the campaign as a whole. */
  partId: string | null;
  /** What is to be decided on, within the part. */
  partName: string | null;
  itemName: string | null;
  number: number | null;
  submittedBy: string;
  submittedByName: string;
  submittedAt: Date;
  note: string;
  authors: string[];
  startAt: Date | null;
}

/** What waits for a decision in the whole tenant, oldest first: campaigns, new versions of drips and nurture programmes, new items of the latter. */
export async function listOpenApprovals(db: TenantDb): Promise<OpenApprovalRow[]> {
  const { rows } = await sql<OpenApprovalRow>`
    select a.id, c.id as campaign_id, c.name as campaign_name, 'campaign' as kind, null::uuid as part_id, null as part_name,
      null as item_name, null::int as number, a.submitted_by, a.submitted_by_name, a.submitted_at, a.note, c.authors, c.start_at
    from approvals a join campaigns c on c.tenant_id = a.tenant_id and c.id = a.campaign_id
    where a.tenant_id = current_tenant() and a.decision is null and c.status = 'in_review'
    union all
    select d.id, c.id, c.name, 'dripVersion', d.id, d.name, null, v.number, v.created_by, v.created_by_name, v.created_at, v.note,
      '{}', null
    from drip_versions v
    join drips d on d.tenant_id = v.tenant_id and d.id = v.drip_id and d.status in ('running', 'paused')
    join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where v.tenant_id = current_tenant() and v.state = 'in_review'
    union all
    select i.id, c.id, c.name, 'nurtureItem', n.id, n.name, i.name, null, i.created_by, '', i.created_at, '', i.authors, null
    from nurture_items i
    join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id and n.status in ('running', 'paused')
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    where i.tenant_id = current_tenant() and i.state = 'in_review'
    union all
    select n.id, c.id, c.name, 'nurtureVersion', n.id, n.name, null, v.number, v.created_by, v.created_by_name, v.created_at, v.note,
      '{}', null
    from nurture_versions v
    join nurtures n on n.tenant_id = v.tenant_id and n.id = v.nurture_id and n.status in ('running', 'paused')
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    where v.tenant_id = current_tenant() and v.state = 'in_review'
    order by submitted_at, id limit 500`.execute(db);
  return rows;
}

/**
 * Whether something still waits for a decision; nobody decides on it until the caller's transaction ends. What is decided on is locked as
 * whoever decides locks it.
 */
export async function lockOpen(db: TenantDb, { kind, id, campaignId, number }: OpenApprovalRow): Promise<boolean> {
  const mine = sql`tenant_id = current_tenant()`;
  const open = {
    campaign: sql`
      with held as (select id from campaigns where ${mine} and id = ${campaignId} for no key update)
      select from held where exists (
        select from approvals where ${mine} and id = ${id} and decision is null)`,
    dripVersion: sql`
      select from drip_versions where ${mine} and drip_id = ${id} and number = ${number} and state = 'in_review' for no key update`,
    nurtureVersion: sql`
      select from nurture_versions where ${mine} and nurture_id = ${id} and number = ${number} and state = 'in_review' for no key update`,
    nurtureItem: sql`select from nurture_items where ${mine} and id = ${id} and state = 'in_review' for no key update`,
  };
  return (await open[kind].execute(db)).rows.length > 0;
}
