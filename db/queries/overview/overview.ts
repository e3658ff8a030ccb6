import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { acquiredBy } from '../attribution/acquired-leads.ts';
import { roomForReport } from '../reports/memory.ts';
import { partsOf } from '../campaigns/parts.ts';

/** The counts behind the start page. */
export interface OverviewCounts {
  people: number;
  reachable: number;
  newLeads28Days: number;
  acquiredLeads: number;
  members: number;
  sentLast30Days: number;
  /** Running campaigns that send something themselves. */
  goingOut: number;
  /** What was spent on campaigns; minor units of the tenant's currency. */
  costMinor: number;
  /** Opportunities that were won, and what of them campaigns are credited with by the linear model. */
  wonOpportunities: number;
  revenueMinor: number;
  /** Opportunities that are open, and what those that campaigns touched are worth. */
  openOpportunities: number;
  influencedMinor: number;
  waitingApprovals: number;
  uncertainMessages: number;
  campaigns: Record<string, number>;
}

/** Reads them in one statement. Figures of campaigns come from live counters, so nothing is counted message by message. */
export async function findOverview(db: TenantDb, nowIso: string): Promise<OverviewCounts> {
  await roomForReport(db);
  const { rows } = await sql<OverviewCounts>`
    select
      (select count(*) from people where tenant_id = current_tenant() and erased_at is null) as people,
      (select count(*) from people p where p.tenant_id = current_tenant() and p.consent = 'granted' and p.email_key is not null
        and p.email_status not in ('invalid', 'bounced')
        and not exists (select from suppressions s where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash)) as reachable,
      (select count(*) from people where tenant_id = current_tenant() and kind = 'lead'
        and coalesce(lead_created_at, created_at) > ${nowIso}::timestamptz - interval '28 days') as "newLeads28Days",
      (select count(*) from people p where p.tenant_id = current_tenant() and ${acquiredBy} is not null) as "acquiredLeads",
      (select coalesce(sum(value), 0) from source_counters where tenant_id = current_tenant() and name = 'members')::int8 as members,
      (select coalesce(sum(h.value), 0) from campaign_hours h
        where h.tenant_id = current_tenant() and h.name = 'sent'
          and h.day > (${nowIso}::timestamptz at time zone (select time_zone from tenants where tenant_id = current_tenant()))::date - 30)::int8 as "sentLast30Days",
      (select count(*) from campaigns c where c.tenant_id = current_tenant() and c.status = 'running'
        and exists (select from (${partsOf}) part)) as "goingOut",
      (select coalesce(sum(value_minor), 0) from costs where tenant_id = current_tenant() and kind = 'actual')::int8 as "costMinor",
      (select count(*) from opportunities where tenant_id = current_tenant() and state = 'won' and deleted_at is null)
        as "wonOpportunities",
      (select coalesce(sum(amount_minor), 0) from attribution_entries
        where tenant_id = current_tenant() and model = 'linear' and measure = 'revenue' and campaign_id is not null)::int8 as "revenueMinor",
      (select count(*) from opportunities where tenant_id = current_tenant() and state = 'open' and deleted_at is null)
        as "openOpportunities",
      (select coalesce(sum(o.value_minor), 0) from opportunities o
        where o.tenant_id = current_tenant() and o.state = 'open' and o.deleted_at is null and exists (select from opportunity_touches k
          where k.tenant_id = o.tenant_id and k.opportunity_id = o.id and k.campaign_id is not null))::int8 as "influencedMinor",
      (select count(*) from approvals where tenant_id = current_tenant() and decision is null)
        + (select count(*) from drip_versions v join drips d on d.tenant_id = v.tenant_id and d.id = v.drip_id
          where v.tenant_id = current_tenant() and v.state = 'in_review' and d.status in ('running', 'paused'))
        + (select count(*) from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
          where i.tenant_id = current_tenant() and i.state = 'in_review' and n.status in ('running', 'paused'))
        + (select count(*) from nurture_versions v join nurtures n on n.tenant_id = v.tenant_id and n.id = v.nurture_id
          where v.tenant_id = current_tenant() and v.state = 'in_review' and n.status in ('running', 'paused')) as "waitingApprovals",
      (select count(*) from uncertain_messages where tenant_id = current_tenant() and decision is null) as "uncertainMessages",
      coalesce((select jsonb_object_agg(status, number) from (
        select status, count(*) as number from campaigns where tenant_id = current_tenant() group by status) by_status), '{}') as campaigns`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error('an aggregate without groups always gives a row');
  return row;
}
