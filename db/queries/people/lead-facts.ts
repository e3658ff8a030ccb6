import { sql } from 'kysely';
import { readTouch } from '../../../domain/ingest/touch.ts';
import type { OpportunityState } from '../../../domain/opportunities/stage.ts';
import type { LeadFacts } from '../../../domain/people/lead-facts.ts';
import type { TenantDb } from '../../connection.ts';
import { acquiredBy } from '../attribution/acquired-leads.ts';
import { isTouch } from '../attribution/touches.ts';

interface Row {
  createdAt: Date;
  mqlAt: Date | null;
  convertedAt: Date | null;
  firstTouch: unknown;
  latestTouch: unknown;
  sourceCampaign: LeadFacts['sourceCampaign'];
  account: LeadFacts['account'];
  touchAt: Date | null;
  touchKind: string | null;
  opportunityId: string | null;
  opportunityName: string | null;
  opportunityState: OpportunityState | null;
  openedAt: Date | null;
}

/** How a person came to be a lead, and what became of it; undefined where there is no such person. */
export async function findLeadFacts(db: TenantDb, personId: string): Promise<LeadFacts | undefined> {
  const { rows } = await sql<Row>`
    select coalesce(p.lead_created_at, p.created_at) as "createdAt", p.mql_at as "mqlAt", p.converted_at as "convertedAt",
      p.first_touch as "firstTouch", p.latest_touch as "latestTouch",
      case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as "sourceCampaign",
      case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name) end as account,
      t.occurred_at as "touchAt", t.kind as "touchKind", o.id as "opportunityId", o.name as "opportunityName", o.state as "opportunityState",
      o.opened_at as "openedAt"
    from people p
    left join campaigns c on c.tenant_id = current_tenant() and c.id = ${acquiredBy}
    left join accounts a on a.tenant_id = current_tenant() and a.id = p.account_id
    left join lateral (
      select e.occurred_at, e.kind from engagement_events e
      where e.tenant_id = current_tenant() and e.person_id = p.id and e.campaign_id = ${acquiredBy} and ${isTouch(sql`false`)}
      order by e.occurred_at limit 1) t on true
    left join lateral (
      select o.id, o.name, o.state, o.opened_at from opportunity_people k
      join opportunities o on o.tenant_id = k.tenant_id and o.id = k.opportunity_id and o.deleted_at is null
      where k.tenant_id = current_tenant() and k.person_id = p.id order by o.opened_at, o.id limit 1) o on true
    where p.tenant_id = current_tenant() and p.id = ${personId}::uuid and p.erased_at is null`.execute(db);
  const [row] = rows;
  return row && toFacts(row);
}

function toFacts(row: Row): LeadFacts {
  const { sourceCampaign, account, touchAt, touchKind, opportunityId, opportunityName, opportunityState, openedAt } =
    row;
  return {
    createdAt: row.createdAt.toISOString(),
    sourceCampaign,
    sourceTouch: touchAt && touchKind ? { at: touchAt.toISOString(), kind: touchKind } : null,
    mqlAt: row.mqlAt?.toISOString() ?? null,
    convertedAt: row.convertedAt?.toISOString() ?? null,
    account,
    opportunity:
      opportunityId && opportunityState && openedAt
        ? { id: opportunityId, name: opportunityName ?? '', state: opportunityState, openedAt: openedAt.toISOString() }
        : null,
    firstTouch: readTouch(row.firstTouch),
    latestTouch: readTouch(row.latestTouch),
  };
}
