-- Calls to webhooks that steps of drips make: written with the move to the step, carried out after it, each under a lease.

alter table drip_positions drop constraint drip_positions_waits_for_check, add constraint drip_positions_waits_for_check
  check (waits_for in ('time', 'message', 'window', 'webhook', 'nothing'));

create table drip_calls (
  tenant_id uuid not null default current_tenant(),
  -- Also what the target knows the call by, however often it is tried.
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  position_id uuid not null,
  step text not null,
  -- As the step had them when its person came to it.
  url text not null,
  on_failure text not null check (on_failure in ('goOn', 'exit')),
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed', 'cancelled')),
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  -- Whoever makes the call holds it until then, by the database's clock.
  lease_id uuid,
  leased_until timestamptz,
  response_status integer,
  -- Why the last attempt did not do, as a code; never what the target said.
  problem text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, position_id, step),
  foreign key (tenant_id, drip_id) references drips on delete cascade,
  foreign key (tenant_id, position_id) references drip_positions on delete cascade
) with (fillfactor = 80);
create index drip_calls_waiting on drip_calls (tenant_id, next_try_at) where status = 'waiting';
create index drip_calls_waiting_drip on drip_calls (tenant_id, drip_id) where status = 'waiting';
create index drip_calls_step on drip_calls (tenant_id, drip_id, step, id);
call isolate_by_tenant('drip_calls');

-- Housekeeping finds tenants with calls that nobody makes, though their people wait for them and nothing is stopped.
grant select (tenant_id, id, state, waits_for) on drip_positions to salescompass_directory;
create policy directory on drip_positions for select to salescompass_directory using (true);
grant select (sending_stopped_at) on tenants to salescompass_directory;
grant select (tenant_id, drip_id, position_id, status, next_try_at) on drip_calls to salescompass_directory;
create policy directory on drip_calls for select to salescompass_directory using (true);

-- What calls are signed with. There are two for a day after a new one was made.
create table webhook_secrets (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  sealed text not null,
  created_at timestamptz not null default now(),
  created_by_name text not null default '',
  -- null: the one that holds now
  valid_until timestamptz,
  primary key (tenant_id, id)
);
create unique index webhook_secrets_current on webhook_secrets (tenant_id) where valid_until is null;
call isolate_by_tenant('webhook_secrets');
