import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { acquiredBy } from './acquired-leads.ts';
import { roomForReport } from '../reports/memory.ts';
import { opportunitiesIn, type ReportWindow } from './window.ts';

/** The campaign that brought the first of the people of an opportunity `o`: it is sourced by that one alone. */
export const sourcedBy: RawBuilder<string> = sql<string>`(
  select ${acquiredBy} from opportunity_people k join people p on p.tenant_id = current_tenant() and p.id = k.person_id
  where k.tenant_id = current_tenant() and k.opportunity_id = o.id
  order by coalesce(p.lead_created_at, p.created_at), p.id limit 1)`;

/** The same of all opportunities at once: a CTE's body, `(opportunity_id, source_id)`. */
const sources = sql`
  select distinct on (k.opportunity_id) k.opportunity_id, p.source_campaign_id as source_id
  from opportunity_people k join people p on p.tenant_id = current_tenant() and p.id = k.person_id
  where k.tenant_id = current_tenant()
  order by k.opportunity_id, coalesce(p.lead_created_at, p.created_at), p.id`;

/** Amounts of opportunities, each counted once; minor units of the tenant's currency. */
export interface PartRow {
  opportunities: number;
  pipelineMinor: number;
  revenueMinor: number;
}

/** What a campaign touched and brought; `campaignId` null: all campaigns together, each opportunity once. */
export interface InfluenceRow {
  campaignId: string | null;
  name: string | null;
  influenced: PartRow;
  sourced: PartRow;
  touches: number;
  people: number;
}

const part = (is: RawBuilder<unknown>) => sql`jsonb_build_object(
  'opportunities', count(*) filter (where ${is}),
  'pipelineMinor', coalesce(sum(net) filter (where ${is} and state = 'open'), 0),
  'revenueMinor', coalesce(sum(net) filter (where ${is} and state = 'won'), 0))`;

/** Influence of every campaign that touched or brought an opportunity of the window, and of all together. */
export async function listInfluence(db: TenantDb, window: ReportWindow): Promise<InfluenceRow[]> {
  await roomForReport(db);
  const { rows } = await sql<InfluenceRow>`
    with opp as materialized (
      select o.*, b.source_id from (${opportunitiesIn(window)}) o left join (${sources}) b on b.opportunity_id = o.id),
    touched as materialized (
      select k.campaign_id, k.opportunity_id, count(*) as touches from opportunity_touches k
      where k.tenant_id = current_tenant() and k.campaign_id is not null group by 1, 2
    ), reached as (
      select campaign_id, count(*)::int as people from (
        select distinct k.campaign_id, k.person_id from opportunity_touches k join opp on opp.id = k.opportunity_id
        where k.tenant_id = current_tenant() and k.campaign_id is not null) once group by 1
    ), fact as (
      select t.campaign_id, opp.state, opp.net, t.touches, true as is_touched, false as is_brought
      from touched t join opp on opp.id = t.opportunity_id
      union all
      select source_id, state, net, 0, false, true from opp where source_id is not null
    ), campaign as (
      select campaign_id, ${part(sql`is_touched`)} as influenced, ${part(sql`is_brought`)} as sourced, sum(touches)::int as touches
      from fact group by campaign_id
    ), whole as (
      select ${part(sql`is_touched`)} as influenced, ${part(sql`is_brought`)} as sourced from (
        select opp.state, opp.net, opp.source_id is not null as is_brought, t.id is not null as is_touched
        from opp left join (select distinct opportunity_id as id from touched) t on t.id = opp.id) once)
    select c.campaign_id, n.name, c.influenced, c.sourced, c.touches, coalesce(r.people, 0) as people
    from campaign c join campaigns n on n.tenant_id = current_tenant() and n.id = c.campaign_id
    left join reached r on r.campaign_id = c.campaign_id
    union all
    select null, null, influenced, sourced, 0, 0 from whole`.execute(db);
  return rows;
}

/** An opportunity that campaigns touched. */
export interface InfluencedRow {
  id: string;
  name: string;
  state: 'open' | 'won' | 'lost';
  valueMinor: number | null;
  refunded: number;
  openedAt: Date;
  closedAt: Date | null;
  sourceCampaignId: string | null;
}

interface InfluencedQuestion extends ReportWindow {
  campaignId: string | null;
  opportunityId: string | null;
  limit: number;
  /** The opening and id of the last row of the page before. */
  after: readonly [string, string] | null;
}

/** The opportunities of a window that somebody (or this campaign) touched or brought, the last opened first. */
export async function listInfluenced(db: TenantDb, question: InfluencedQuestion): Promise<InfluencedRow[]> {
  const { campaignId, opportunityId, after, limit } = question;
  const { rows } = await sql<InfluencedRow>`
    with opp as (select o.*, ${sourcedBy} as source_campaign_id from (${opportunitiesIn(question)}) o)
    select o.id, o.name, o.state, o.value_minor, o.refunded, o.opened_at, o.closed_at, o.source_campaign_id from opp o
    where (${opportunityId}::uuid is null or o.id = ${opportunityId})
      and (${opportunityId}::uuid is not null or (${campaignId}::uuid is not null and o.source_campaign_id = ${campaignId})
        or exists (select from opportunity_touches k
        where k.tenant_id = current_tenant() and k.opportunity_id = o.id and k.campaign_id is not null
          and (${campaignId}::uuid is null or k.campaign_id = ${campaignId})))
      and (${after?.[0] ?? null}::timestamptz is null
        or (date_trunc('milliseconds', o.opened_at), o.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by date_trunc('milliseconds', o.opened_at) desc, o.id desc limit ${limit}`.execute(db);
  return rows;
}

/** A touch with the names on it. */
export interface NamedTouchRow {
  opportunityId: string;
  touchId: string;
  kind: 'click' | 'reply' | 'form' | 'page_view' | 'open' | 'response';
  at: Date;
  personId: string;
  personName: string;
  campaignId: string | null;
  campaignName: string | null;
  channel: string;
  source: string;
}

/** A person `p` by name, else by address, else by what they are. */
export const personName = sql<string>`coalesce(nullif(trim(concat_ws(' ', p.first_name, p.last_name)), ''), p.email,
  case when p.erased_at is not null then 'Erased person' else 'Nameless person' end)`;

/** The touches of these opportunities in their order, with names. */
export async function listNamedTouches(db: TenantDb, opportunityIds: readonly string[]): Promise<NamedTouchRow[]> {
  const { rows } = await sql<NamedTouchRow>`
    select k.opportunity_id, k.touch_id, k.kind, k.at, k.person_id, ${personName} as person_name, k.campaign_id, c.name as campaign_name,
      k.channel, k.source
    from opportunity_touches k
    join people p on p.tenant_id = current_tenant() and p.id = k.person_id
    left join campaigns c on c.tenant_id = current_tenant() and c.id = k.campaign_id
    where k.tenant_id = current_tenant() and k.opportunity_id = any(${sql.val([...opportunityIds])}::uuid[])
    order by k.opportunity_id, k.position`.execute(db);
  return rows;
}
