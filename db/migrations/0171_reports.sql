-- Reports that people keep, get by mail and show to others.
create table reports (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  kind text not null check (kind in ('activity', 'clock')),
  -- The query of the page: { "period": "last30", … }
  query jsonb not null default '{}',
  owner_id text not null,
  owner_name text not null default '',
  -- { "every": "week", "weekday": 1, "at": "08:00", "recipients": [user ids] }; null: nobody gets it by mail
  schedule jsonb,
  next_at timestamptz,
  last_sent_at timestamptz,
  -- Why the last mail did not go out; null: it did.
  problem text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check ((schedule is null) = (next_at is null))
);
create index reports_due on reports (tenant_id, next_at) where next_at is not null;
call isolate_by_tenant('reports');
grant select (tenant_id, next_at) on reports to salescompass_directory;
create policy directory on reports for select to salescompass_directory using (true);

-- One mail of a report to one person, once for each time that it was due.
create table report_mails (
  tenant_id uuid not null default current_tenant(),
  report_id uuid not null,
  due_at timestamptz not null,
  user_id text not null,
  -- Whoever sends it holds it until then.
  held_until timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, report_id, due_at, user_id),
  foreign key (tenant_id, report_id) references reports on delete cascade
);
create index report_mails_open on report_mails (tenant_id, held_until) where sent_at is null;
call isolate_by_tenant('report_mails');

-- Links that show a report to whoever has them, until they run out. The address holds a token; here is its hash.
create table report_shares (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  report_id uuid not null,
  token_hash bytea not null,
  created_by_name text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, report_id) references reports on delete cascade
);
create index report_shares_report on report_shares (tenant_id, report_id);
call isolate_by_tenant('report_shares');
