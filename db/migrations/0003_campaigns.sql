-- Campaigns, their types, members and approvals.
create table campaign_types (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call isolate_by_tenant('campaign_types');

create table campaign_type_statuses (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_type_id uuid not null,
  name text not null,
  position integer not null,
  is_default boolean not null default false,
  responded boolean not null default false,
  success boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, campaign_type_id, name),
  foreign key (tenant_id, campaign_type_id) references campaign_types on delete cascade
);
create unique index campaign_type_statuses_default on campaign_type_statuses (tenant_id, campaign_type_id) where is_default;
call isolate_by_tenant('campaign_type_statuses');

create table campaigns (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  description text not null default '',
  campaign_type_id uuid not null,
  status text not null default 'draft'
    check (status in ('draft', 'in_review', 'approved', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  parent_id uuid,
  owner_id text,
  start_at timestamptz,
  end_at timestamptz,
  currency char(3) not null,
  budgeted_cost_minor bigint,
  expected_revenue_minor bigint,
  expected_response_percent numeric(5, 2),
  utm_id text not null,
  tags text[] not null default '{}',
  created_by text not null default '',
  -- Everyone who wrote on what is up for approval: none of them may approve it.
  authors text[] not null default '{}',
  -- What an approval pinned: content and audience definition. Null where nothing is approved.
  approved_hash text,
  sending_stopped_at timestamptz,
  sending_stopped_by text,
  sending_stopped_reason text,
  status_changed_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  -- The command carried out last: giving it again (a retry) changes nothing.
  last_command_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_type_id) references campaign_types,
  foreign key (tenant_id, parent_id) references campaigns,
  check (parent_id <> id),
  check (start_at < end_at)
);
create index campaigns_created on campaigns (tenant_id, created_at desc, id desc);
create index campaigns_parent on campaigns (tenant_id, parent_id) where parent_id is not null;
create unique index campaigns_utm on campaigns (tenant_id, utm_id);
call isolate_by_tenant('campaigns');
-- Housekeeping looks for campaigns that are open and that no workflow carries.
grant select (tenant_id, id, status, status_changed_at) on campaigns to salescompass_directory;
create policy directory on campaigns for select to salescompass_directory using (true);

create table approvals (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  content_hash text not null,
  submitted_by text not null,
  submitted_by_name text not null,
  submitted_at timestamptz not null default now(),
  note text not null default '',
  decision text check (decision in ('approved', 'rejected', 'withdrawn', 'voided')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  comment text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create unique index approvals_open on approvals (tenant_id, campaign_id) where decision is null;
create index approvals_campaign on approvals (tenant_id, campaign_id, id desc);
call isolate_by_tenant('approvals');

-- What people say with a command (why it is rejected …). Workflows carry the id alone: free text may hold anything.
create table command_notes (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  text text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
call isolate_by_tenant('command_notes');

create table campaign_members (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  person_id uuid not null,
  status_id uuid not null,
  has_responded boolean not null default false,
  first_responded_at timestamptz,
  source text not null default 'manual',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, campaign_id, person_id),
  unique (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, status_id) references campaign_type_statuses
);
create index campaign_members_person on campaign_members (tenant_id, person_id);
call isolate_by_tenant('campaign_members');

-- How many members a campaign has and how many responded, kept by statement for every writer, so that a page reads two numbers
-- instead of counting 100,000 rows. The rows live with the other live counters, under the campaign's own id.
create function add_to_member_counters(tenant uuid, campaign uuid, members bigint, responded bigint) returns void
  language plpgsql as $$
begin
  insert into source_counters as c (tenant_id, source_id, name, value)
  select tenant, campaign, counted.name, counted.value
  from (values ('members', members), ('responded', responded)) as counted (name, value)
  where counted.value <> 0
  on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value;
end $$;

create function count_added_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(tenant_id, campaign_id, count(*), count(*) filter (where has_responded))
  from added group by tenant_id, campaign_id order by campaign_id;
  return null;
end $$;

create function count_removed_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(tenant_id, campaign_id, -count(*), -count(*) filter (where has_responded))
  from removed group by tenant_id, campaign_id order by campaign_id;
  return null;
end $$;

create function count_changed_members() returns trigger language plpgsql as $$
begin
  perform add_to_member_counters(a.tenant_id, a.campaign_id, 0,
    count(*) filter (where a.has_responded and not r.has_responded) - count(*) filter (where r.has_responded and not a.has_responded))
  from added a join removed r using (tenant_id, campaign_id, person_id)
  where a.has_responded <> r.has_responded
  group by a.tenant_id, a.campaign_id order by a.campaign_id;
  return null;
end $$;

create trigger campaign_members_added after insert on campaign_members
  referencing new table as added for each statement execute function count_added_members();
create trigger campaign_members_removed after delete on campaign_members
  referencing old table as removed for each statement execute function count_removed_members();
create trigger campaign_members_changed after update on campaign_members
  referencing old table as removed new table as added for each statement execute function count_changed_members();
