import { sql } from 'kysely';
import { funnelHours, type FunnelFacts } from '../../../domain/reports/funnel.ts';
import type { Span } from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { roomForReport } from './memory.ts';
import { inScope, type ReportScope } from './activity.ts';

/** What a funnel is made from, in the span or in the one before. `campaignId` null: the whole scope, each opportunity once. */
export interface FunnelRow extends FunnelFacts {
  campaignId: string | null;
  name: string | null;
  isNow: boolean;
  /** What the opportunities that were won are worth, less refunds. */
  wonMinor: number;
}

const opens = (day: string) => sql`(${day}::text::date::timestamp at time zone t.zone)`;
const ends = (day: string) => sql`((${day}::text::date + 1)::timestamp at time zone t.zone)`;

/**
 * The stages of a funnel by campaign and for the whole scope, in a span and in the one before it (which ends as it begins). Messages and
 * responses come from the hours of campaigns; leads are those that a campaign brought; opportunities those that one touched, by the day
 * they were opened or won.
 */
export async function listFunnel(
  db: TenantDb,
  { scope, span, before }: { scope: ReportScope; span: Span; before: Span },
): Promise<FunnelRow[]> {
  const hour = (name: string) => sql`coalesce(sum(value) filter (where name = ${name}), 0)::int8 as ${sql.ref(name)}`;
  await roomForReport(db);
  const { rows } = await sql<FunnelRow>`
    with t as materialized (select time_zone as zone from tenants where tenant_id = current_tenant()),
    -- When the span before starts, when this one starts (turns), and when this one ends.
    bound as materialized (
      select ${opens(before.from)} as starts, ${opens(span.from)} as turns, ${ends(span.to)} as ends from t),
    -- Opportunities opened or won in either span; true: in this one, false: in the one before, null: in neither.
    opp as materialized (
      select o.id, case when o.opened_at >= b.starts and o.opened_at < b.ends then o.opened_at >= b.turns end as is_opened_now,
        case when o.state = 'won' and o.closed_at >= b.starts and o.closed_at < b.ends then o.closed_at >= b.turns end as is_won_now,
        coalesce(o.value_minor - coalesce(r.refunded, 0), 0) as net
      from opportunities o cross join bound b
      left join (select opportunity_id, sum(value_minor) as refunded from opportunity_refunds
        where tenant_id = current_tenant() group by 1) r on r.opportunity_id = o.id
      where o.tenant_id = current_tenant() and o.deleted_at is null
        and (o.opened_at >= b.starts and o.opened_at < b.ends or o.state = 'won' and o.closed_at >= b.starts and o.closed_at < b.ends)),
    touched as materialized (
      select distinct k.campaign_id, k.opportunity_id from opportunity_touches k
      where k.tenant_id = current_tenant() and k.campaign_id is not null and ${inScope('k.campaign_id', scope)}),
    -- Counted per campaign, and for the whole scope without an id, where each opportunity counts once.
    step as (
      select k.campaign_id, opp.is_opened_now, opp.is_won_now, count(*) as number, sum(opp.net) as net
      from (select campaign_id, opportunity_id from touched union all select distinct null::uuid, opportunity_id from touched) k
      join opp on opp.id = k.opportunity_id group by 1, 2, 3),
    -- Every figure as a row: hours of campaigns, leads, opportunities opened, opportunities won with their worth.
    fact (campaign_id, is_now, name, value) as (
      select h.campaign_id, h.day >= ${span.from}::text::date, h.name, sum(h.value)
      from campaign_hours h
      where h.tenant_id = current_tenant() and h.name = any(${sql.val([...funnelHours])}::text[])
        and h.day between ${before.from}::text::date and ${span.to}::text::date and ${inScope('h.campaign_id', scope)}
      group by grouping sets ((1, 2, 3), (2, 3))
      union all
      select p.source_campaign_id, coalesce(p.lead_created_at, p.created_at) >= b.turns, 'leads', count(*)
      from people p cross join bound b
      where p.tenant_id = current_tenant() and p.source_campaign_id is not null and ${inScope('p.source_campaign_id', scope)}
        and coalesce(p.lead_created_at, p.created_at) >= b.starts and coalesce(p.lead_created_at, p.created_at) < b.ends
      group by grouping sets ((1, 2), (2))
      union all
      select campaign_id, is_opened_now, 'opportunities', sum(number) from step where is_opened_now is not null group by 1, 2
      union all
      select step.campaign_id, step.is_won_now, told.name, sum(told.value) from step
      cross join lateral (values ('won', step.number), ('wonMinor', step.net)) as told (name, value)
      where step.is_won_now is not null group by 1, 2, 3),
    summed as (
      select campaign_id, is_now, ${sql.join([...funnelHours, 'leads', 'opportunities', 'won', 'wonMinor'].map(hour))}
      from fact group by 1, 2)
    select s.*, c.name from summed s left join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id`.execute(
    db,
  );
  return rows;
}
