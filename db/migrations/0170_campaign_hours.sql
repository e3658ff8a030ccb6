-- What happened to campaigns hour by hour, kept as it happens, so that a report reads some hundred rows instead of millions of
-- events. Hours are those of the tenant's own clock: a day of a report is their day. The names are those of the live counters
-- that tell of something with a moment, and `members` and `responses`.
create table campaign_hours (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  campaign_id uuid not null,
  name text not null,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  value bigint not null default 0,
  primary key (tenant_id, name, day, hour, campaign_id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 70);
create index campaign_hours_campaign on campaign_hours (tenant_id, campaign_id, name, day);
call isolate_by_tenant('campaign_hours');

-- The clock that its hours were last counted anew by; null: what happened before there were hours is not in them yet.
alter table tenants add column hours_zone text;
grant select (tenant_id, time_zone, hours_zone) on tenants to salescompass_directory;

-- A moment by the tenant's own clock.
create function local_time_of(tenant uuid, moment timestamptz) returns timestamp
  language sql stable as $$
  select moment at time zone t.time_zone from tenants t where t.tenant_id = tenant
$$;

-- Members and first responses by statement, as their live counters; a first response that moves is taken from one hour to the other.
create function add_to_member_hours(changes jsonb) returns void
  language sql as $$
  insert into campaign_hours as h (tenant_id, campaign_id, name, day, hour, value)
  select c.tenant, c.campaign, c.name, local.at::date, extract(hour from local.at)::smallint, sum(c.by)
  from jsonb_to_recordset(changes) as c (tenant uuid, campaign uuid, name text, at timestamptz, by bigint)
  cross join lateral (select local_time_of(c.tenant, c.at) as at) local
  group by 1, 2, 3, 4, 5 having sum(c.by) <> 0
  order by 1, 2, 3, 4, 5
  on conflict (tenant_id, name, day, hour, campaign_id) do update set value = h.value + excluded.value
$$;

-- By the quarter of an hour first: no clock on earth turns its hour within one.
create function quarter_of(moment timestamptz) returns timestamptz
  language sql immutable parallel safe as $$ select date_bin('15 minutes', moment, 'epoch') $$;

create or replace function count_added_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(tenant_id, campaign_id, count(*), count(*) filter (where has_responded))
  from added group by tenant_id, campaign_id order by campaign_id;
  perform add_to_member_hours(jsonb_agg(change)) from (
    select tenant_id as tenant, campaign_id as campaign, 'members' as name, quarter_of(created_at) as at, count(*) as by
    from added group by 1, 2, 4
    union all
    select tenant_id, campaign_id, 'responses', quarter_of(first_responded_at), count(*)
    from added where first_responded_at is not null group by 1, 2, 4) change
  having count(*) > 0;
  return null;
end $$;

create or replace function count_removed_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(tenant_id, campaign_id, -count(*), -count(*) filter (where has_responded))
  from removed group by tenant_id, campaign_id order by campaign_id;
  -- A campaign that is being deleted takes its hours with it.
  perform add_to_member_hours(jsonb_agg(change)) from (
    select tenant_id as tenant, campaign_id as campaign, 'members' as name, quarter_of(created_at) as at, -count(*) as by
    from removed r where exists (select from campaigns c where c.tenant_id = r.tenant_id and c.id = r.campaign_id) group by 1, 2, 4
    union all
    select tenant_id, campaign_id, 'responses', quarter_of(first_responded_at), -count(*)
    from removed r where first_responded_at is not null
      and exists (select from campaigns c where c.tenant_id = r.tenant_id and c.id = r.campaign_id) group by 1, 2, 4) change
  having count(*) > 0;
  return null;
end $$;

create or replace function count_changed_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(a.tenant_id, a.campaign_id, 0,
    count(*) filter (where a.has_responded and not r.has_responded) - count(*) filter (where r.has_responded and not a.has_responded))
  from added a join removed r using (tenant_id, campaign_id, person_id)
  where a.has_responded <> r.has_responded
  group by a.tenant_id, a.campaign_id order by a.campaign_id;
  perform add_to_member_hours(jsonb_agg(change)) from (
    select moved.tenant_id as tenant, moved.campaign_id as campaign, moved.name, quarter_of(moved.at) as at, sum(moved.by) as by
    from added a join removed r using (tenant_id, campaign_id, person_id)
    cross join lateral (values
      (tenant_id, campaign_id, 'responses', r.first_responded_at, -1), (tenant_id, campaign_id, 'responses', a.first_responded_at, 1),
      (tenant_id, campaign_id, 'members', r.created_at, -1), (tenant_id, campaign_id, 'members', a.created_at, 1)
    ) as moved (tenant_id, campaign_id, name, at, by)
    where (a.first_responded_at is distinct from r.first_responded_at or a.created_at <> r.created_at) and moved.at is not null
    group by 1, 2, 3, 4 having sum(moved.by) <> 0) change
  having count(*) > 0;
  return null;
end $$;
