import { sql } from 'kysely';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { TenantDb } from '../../connection.ts';

/** A nurture programme that somebody is in. */
export interface NurtureOfPerson {
  nurtureId: string;
  campaignId: string;
  campaignName: string;
  campaignStatus: CampaignStatus;
}

/** The nurture programmes that a person is in, the latest that they came into first. */
export async function listNurturesOf(db: TenantDb, personId: string, limit: number): Promise<NurtureOfPerson[]> {
  const { rows } = await sql<NurtureOfPerson>`
    select n.id as nurture_id, c.id as campaign_id, c.name as campaign_name, c.status as campaign_status
    from nurture_members m
    join nurtures n on n.tenant_id = m.tenant_id and n.id = m.nurture_id
    join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    where m.tenant_id = current_tenant() and m.person_id = ${personId}
    order by m.added_at desc, n.id limit ${limit}`.execute(db);
  return rows;
}

/** A message of a nurture programme to one person. */
export interface NurtureMessage {
  nurtureId: string;
  at: Date;
  itemId: string;
  itemName: string;
  status: string;
  reason: string | null;
}

/** What a person was sent, or was to be sent, by nurture programmes, the latest first. */
export async function listNurtureMessages(db: TenantDb, personId: string, limit: number): Promise<NurtureMessage[]> {
  const { rows } = await sql<NurtureMessage>`
    select i.nurture_id, coalesce(m.sent_at, b.created_at) as at, i.id as item_id, i.name as item_name, m.status, m.reason
    from messages m
    join nurture_items i on i.tenant_id = m.tenant_id and i.id = m.source_id
    join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    where m.tenant_id = current_tenant() and m.person_id = ${personId}
    order by at desc, m.id desc limit ${limit}`.execute(db);
  return rows;
}
