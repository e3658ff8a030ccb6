import { sql, type RawBuilder } from 'kysely';
import { eventHours, type HourName } from '../../../domain/reports/hours.ts';
import type { TenantDb } from '../../connection.ts';

/** Something that happened to a campaign; `at` null stands for now, the moment of the transaction. What has no campaign is not kept. */
export interface HourChange {
  campaignId: string | null;
  name: HourName;
  at: Date | null;
  by: number;
}

/**
 * Adds to the hours of campaigns in the caller's transaction, by the tenant's own clock, in one statement and in one order for all
 * writers (so that none deadlock).
 */
export async function addToHours(db: TenantDb, changes: readonly HourChange[]): Promise<void> {
  const kept = changes.filter(({ campaignId, by }) => campaignId !== null && by !== 0);
  if (kept.length > 0) await hoursQuery(kept).execute(db);
}

/** The statement that adds to hours, for whoever counts more than that at once. */
export function hoursQuery(kept: readonly HourChange[]): RawBuilder<unknown> {
  return sql`
    insert into campaign_hours as h (campaign_id, name, day, hour, value)
    select c.campaign_id, c.name, local.at::date, extract(hour from local.at)::smallint, sum(c.by)
    from unnest(
      ${kept.map((change) => change.campaignId)}::uuid[], ${kept.map((change) => change.name)}::text[],
      ${kept.map((change) => change.at?.toISOString() ?? null)}::text[]::timestamptz[], ${kept.map((change) => change.by)}::int[]
    ) as c (campaign_id, name, at, by)
    cross join lateral (select local_time_of(current_tenant(), coalesce(c.at, now())) as at) local
    where exists (select from campaigns g where g.tenant_id = current_tenant() and g.id = c.campaign_id)
    group by 1, 2, 3, 4 having sum(c.by) <> 0
    order by c.name, 3, 4, c.campaign_id
    on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value`;
}

/**
 * Counts the hours of all campaigns anew from messages, events and members, by the clock that the tenant has now, and adds the
 * difference: both sides are read in one snapshot, so that whoever writes at the same time is neither lost nor counted twice.
 * Days whose events the retention rule may have deleted are left as they were counted. Returns by how many rows it was off; 0: it was right.
 */
export async function rebuildHours(db: TenantDb): Promise<number> {
  const { rows } = await sql<{ off: number }>`
    with t as materialized (
      select time_zone as zone, (events_since at time zone time_zone)::date + 2 as kept_from from tenants),
    -- Every moment that counts, with its campaign: of messages, of applied events, of members.
    moments as (
      select b.campaign_id, spoken.name, spoken.at
      from message_batches b
      join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
      cross join lateral (values
        ('sent', case m.status when 'sent' then m.sent_at end), ('uniqueOpens', m.opened_at), ('uniqueClicks', m.clicked_at),
        ('unsubscribes', m.unsubscribed_at), ('hardBounces', m.bounced_at), ('complaints', m.complained_at)) as spoken (name, at)
      where b.tenant_id = current_tenant() and b.campaign_id is not null and spoken.at is not null
      union all
      select e.campaign_id, ${eventName}, e.occurred_at
      from engagement_events e, t
      where e.tenant_id = current_tenant() and e.campaign_id is not null and ${eventName} is not null
        and (t.kept_from is null or (e.occurred_at at time zone t.zone)::date >= t.kept_from)
        and not exists (select from engagement_work w where w.tenant_id = current_tenant() and w.event_id = e.id)
      union all
      select m.campaign_id, told.name, told.at
      from campaign_members m
      cross join lateral (values ('members', m.created_at), ('responses', m.first_responded_at)) as told (name, at)
      where m.tenant_id = current_tenant() and told.at is not null),
    counted as (
      select campaign_id, name, (at at time zone t.zone)::date as day, extract(hour from at at time zone t.zone)::smallint as hour,
        count(*) as value
      from moments, t group by 1, 2, 3, 4),
    -- What was counted less what is stored, where the two differ; days that retention may have emptied are left out on both sides.
    written as (
      insert into campaign_hours as h (campaign_id, name, day, hour, value)
      select campaign_id, name, day, hour, sum(value) from (
        select * from counted c where exists (select from campaigns g where g.tenant_id = current_tenant() and g.id = c.campaign_id)
        union all
        select h.campaign_id, h.name, h.day, h.hour, -h.value from campaign_hours h, t
        where h.tenant_id = current_tenant()
          and (t.kept_from is null or h.day >= t.kept_from or h.name <> all(${sql.val([...eventHours])}::text[]))) both_sides
      group by 1, 2, 3, 4 having sum(value) <> 0
      order by name, day, hour, campaign_id
      on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value
      returning 1),
    marked as (
      update tenants set hours_zone = t.zone from t where hours_zone is distinct from t.zone)
    select count(*)::int as off from written`.execute(db);
  await sql`delete from campaign_hours where tenant_id = current_tenant() and value = 0`.execute(db);
  return rows[0]?.off ?? 0;
}

/** The name of an event `e` among the hours, as `eventHourOf` has it. */
const eventName = sql`
  case e.kind
    when 'open' then case when e.verdict = 'machine' then 'machineOpens' else 'opens' end
    when 'click' then case e.verdict when 'human' then 'clicks' when 'machine' then 'machineClicks' else 'unknownClicks' end
    when 'reply' then 'replies' when 'page_view' then 'pageViews' when 'form' then 'forms' end`;
