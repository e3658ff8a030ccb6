import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Something that a next action can be about. */
export interface TargetRow {
  id: string;
  kind: 'item' | 'programme' | 'drip';
  name: string;
  campaignId: string;
  campaignName: string;
}

/** What can be offered: approved items and programmes, and drips, of campaigns that run or are paused; by campaign and name. */
export async function listTargets(db: TenantDb): Promise<TargetRow[]> {
  const { rows } = await sql<TargetRow>`
    select t.id, t.kind, t.name, c.id as campaign_id, c.name as campaign_name
    from (
      select i.id, 'item' as kind, i.name, n.campaign_id from nurture_items i
      join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
      where i.tenant_id = current_tenant() and i.edition_id is not null and i.state <> 'in_review' and n.status in ('running', 'paused')
      union all
      select id, 'programme', name, campaign_id from nurtures
      where tenant_id = current_tenant() and status in ('running', 'paused')
      union all
      select id, 'drip', name, campaign_id from drips
      where tenant_id = current_tenant() and status in ('running', 'paused') and entry_closed_at is null) t
    join campaigns c on c.tenant_id = current_tenant() and c.id = t.campaign_id and c.status in ('running', 'paused')
    order by c.name, t.kind, t.name, t.id limit 500`.execute(db);
  return rows;
}
