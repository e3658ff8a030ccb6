-- Large groups that are taken into a campaign, a drip or a nurture programme, some at a time; a workflow carries each.
create table intakes (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  target text not null check (target in ('campaign', 'drip', 'nurture')),
  -- The drip or the nurture programme, or the campaign itself.
  target_id uuid not null,
  -- Whom, as the request said it: a list, a segment, another campaign; and what it was called then.
  source jsonb not null,
  source_name text not null,
  -- How they come in: the status, the stream, the rule about coming again.
  terms jsonb not null default '{}',
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelling', 'cancelled')),
  -- A sentence for people; null unless it failed.
  failure text,
  -- Null until it is fixed who they are.
  people bigint,
  people_done bigint not null default 0,
  people_added bigint not null default 0,
  -- Of the workflow that carries it, for the link to the web console.
  run_id text,
  created_by text not null,
  created_by_kind text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create index intakes_campaign on intakes (tenant_id, campaign_id, id desc);
call isolate_by_tenant('intakes');

-- Who is still to be taken in: fixed at the beginning, removed as they come in.
create table intake_people (
  tenant_id uuid not null default current_tenant(),
  intake_id uuid not null,
  person_id uuid not null,
  primary key (tenant_id, intake_id, person_id),
  foreign key (tenant_id, intake_id) references intakes on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index intake_people_person on intake_people (tenant_id, person_id);
call isolate_by_tenant('intake_people');

-- Housekeeping looks for those that were written down and that no workflow carries.
grant select (tenant_id, id, status, created_at) on intakes to salescompass_directory;
create policy directory on intakes for select to salescompass_directory using (true);
create index intakes_queued on intakes (created_at) where status = 'queued';
