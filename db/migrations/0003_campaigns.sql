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
