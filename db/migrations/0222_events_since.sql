-- Since when all events are there: the retention rule, which may have been another one before, moves it forward with what it deletes, and
-- nothing moves it back. Hours of days before it cannot be counted anew. Null: nothing was ever deleted.
alter table tenants add column events_since timestamptz;
update tenants t set events_since = greatest(now() - make_interval(days => t.retention_days),
  case when t.hours_zone is not null then coalesce((select min(e.received_at) from engagement_events e where e.tenant_id = t.tenant_id), now()) end);

-- Hours are added to in one order by all, so that two writers never wait for each other: by name, day, hour and campaign.
create or replace function add_to_member_hours(changes jsonb) returns void
  language sql as $$
  insert into campaign_hours as h (tenant_id, campaign_id, name, day, hour, value)
  select c.tenant, c.campaign, c.name, local.at::date, extract(hour from local.at)::smallint, sum(c.by)
  from jsonb_to_recordset(changes) as c (tenant uuid, campaign uuid, name text, at timestamptz, by bigint)
  cross join lateral (select local_time_of(c.tenant, c.at) as at) local
  group by 1, 2, 3, 4, 5 having sum(c.by) <> 0
  order by 1, 3, 4, 5, 2
  on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value
$$;
