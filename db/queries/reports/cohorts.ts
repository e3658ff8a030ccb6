import { sql, type RawBuilder } from 'kysely';
import type { CohortMeasure, CohortStep } from '../../../domain/reports/cohort.ts';
import type { Span } from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { roomForReport } from './memory.ts';
import { inScope, type ReportScope } from './activity.ts';

/** The sizes of cohorts, and what happened in each month of their lives. */
export interface CohortRows {
  sizes: { month: string; people: number }[];
  steps: CohortStep[];
}

/**
 * People by the month (of the tenant's clock) in which they became leads, and when they first responded to a campaign, became a contact,
 * or won an opportunity. What happened before somebody was a lead counts in the month in which they became one. An opportunity is its
 * first lead's, so that it counts once. Of a campaign: the leads that it brought.
 */
export async function listCohorts(
  db: TenantDb,
  { scope, span, measure }: { scope: ReportScope; span: Span; measure: CohortMeasure },
): Promise<CohortRows> {
  await roomForReport(db);
  const { rows } = await sql<{ month: string; since: number | null; amount: number }>`
    with t as materialized (select time_zone as zone from tenants where tenant_id = current_tenant()),
    lead as materialized (
      select p.id, p.converted_at, coalesce(p.lead_created_at, p.created_at) as led_at,
        date_trunc('month', coalesce(p.lead_created_at, p.created_at) at time zone t.zone)::date as month
      from people p cross join t
      where p.tenant_id = current_tenant() and p.erased_at is null
        and (p.kind = 'lead' or p.converted_at is not null or p.lead_created_at is not null)
        and coalesce(p.lead_created_at, p.created_at) >= (${span.from}::text::date::timestamp at time zone t.zone)
        and coalesce(p.lead_created_at, p.created_at) < ((${span.to}::text::date + 1)::timestamp at time zone t.zone)
        and ${inScope('p.source_campaign_id', scope)}),
    happened (person_id, at, amount) as (${happened[measure]})
    select month::text as month, null::int as since, count(*)::int8 as amount from lead group by 1
    union all
    select l.month::text, greatest(0, (extract(year from h.at) * 12 + extract(month from h.at)
        - extract(year from l.month) * 12 - extract(month from l.month))::int), sum(h.amount)::int8
    from (select person_id, at at time zone t.zone as at, amount from happened cross join t where at <= now()) h
    join lead l on l.id = h.person_id group by 1, 2`.execute(db);
  return {
    sizes: rows.flatMap(({ month, since, amount }) => (since === null ? { month, people: amount } : [])),
    steps: rows.flatMap(({ month, since, amount }) => (since === null ? [] : { month, since, amount })),
  };
}

const happened: Record<CohortMeasure, RawBuilder<unknown>> = {
  responses: sql`
    select m.person_id, min(m.first_responded_at), 1 from campaign_members m
    where m.tenant_id = current_tenant() and m.first_responded_at is not null group by 1`,
  conversions: sql`select id, converted_at, 1 from lead where converted_at is not null`,
  revenue: sql`
    select distinct on (o.id) lead.id, o.closed_at, o.value_minor - coalesce((select sum(r.value_minor) from opportunity_refunds r
        where r.tenant_id = current_tenant() and r.opportunity_id = o.id), 0)
    from opportunities o
    join opportunity_people op on op.tenant_id = current_tenant() and op.opportunity_id = o.id
    join people p on p.tenant_id = current_tenant() and p.id = op.person_id
    left join lead on lead.id = op.person_id
    where o.tenant_id = current_tenant() and o.state = 'won' and o.deleted_at is null and o.value_minor is not null
    order by o.id, coalesce(p.lead_created_at, p.created_at), p.id`,
};
