-- Roles, tenants, audit. Every later table with a tenant_id calls isolate_by_tenant().
-- Roles belong to the whole server, so another database of the same server may have made them already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['salescompass_app', 'salescompass_auth', 'salescompass_directory', 'salescompass_importer'] loop
    begin
      execute format('create role %I nologin nosuperuser nobypassrls', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

revoke all on schema public from public;
grant usage on schema public to salescompass_app, salescompass_directory, salescompass_importer;

create extension if not exists pgcrypto;

-- The tenant of this transaction; null (so: zero rows) where none is set. After a transaction the setting reads '' and not null.
create function current_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Row-level security, forced on the owner too, and the application's rights on a table. Called once per tenant table.
create procedure isolate_by_tenant(target regclass)
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s for all to salescompass_app, salescompass_importer using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())',
    target);
  execute format('grant select, insert, update, delete on %s to salescompass_app', target);
end $$;

create table tenants (
  tenant_id uuid primary key default uuidv7(),
  -- Short number used in tracking tokens and return paths, where every byte counts.
  number integer generated always as identity unique,
  name text not null,
  is_example boolean not null default false,
  time_zone text not null default 'UTC',
  currency char(3) not null default 'EUR',
  postal_address text not null default '',
  -- Marketing messages a person may get in the rolling window, over all campaigns; null: no cap.
  cap_messages integer default 5 check (cap_messages > 0),
  cap_days integer not null default 7 check (cap_days > 0),
  quiet_from time,
  quiet_to time,
  look_back_days integer not null default 90 check (look_back_days > 0),
  count_opens_as_touch boolean not null default false,
  retention_days integer not null default 1095 check (retention_days >= 30),
  sending_stopped_at timestamptz,
  sending_stopped_by text,
  sending_stopped_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
call isolate_by_tenant('tenants');
-- Listing tenants (schedules, tokens that carry a tenant's number) is a right of its own, without their settings.
grant select (tenant_id, number, name, is_example) on tenants to salescompass_directory;
create policy directory on tenants for select to salescompass_directory using (true);

-- One row for the whole installation: the outermost kill switch, and what tells a restored database from the one that was left.
create table installation (
  singleton boolean primary key default true check (singleton),
  sending_stopped_at timestamptz,
  sending_stopped_by text,
  sending_stopped_reason text,
  -- Counts up while the product runs; a copy is kept outside the database, and a database that lags behind it was restored.
  epoch bigint not null default 0,
  system_identifier text
);
insert into installation default values;
grant select, update on installation to salescompass_app;

-- What installation operators did, append-only; the audit log is for tenants.
create table installation_log (
  id uuid primary key default uuidv7(),
  at timestamptz not null default now(),
  actor_id text,
  actor_name text not null,
  action text not null,
  reason text
);
grant select, insert on installation_log to salescompass_app;

create table audit_log (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'apiKey', 'workflow', 'system')),
  actor_id text,
  actor_name text not null,
  action text not null,
  entity_kind text not null,
  entity_id uuid,
  -- [{ "field": "name", "from": …, "to": … }]
  changes jsonb not null default '[]',
  primary key (tenant_id, id)
);
create index audit_log_entity on audit_log (tenant_id, entity_kind, entity_id, id desc);
create index audit_log_actor on audit_log (tenant_id, actor_id, id desc);
create index audit_log_action on audit_log (tenant_id, action, id desc);
call isolate_by_tenant('audit_log');
revoke update, delete on audit_log from salescompass_app;
-- People and keys live in the schema auth; a change of them and its trace stand or fall together.
grant usage on schema public to salescompass_auth;
grant insert on audit_log to salescompass_auth;
create policy audit_of_people on audit_log for insert to salescompass_auth with check (tenant_id = current_tenant());

create table idempotency_keys (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  key text not null,
  request_hash text not null,
  -- Whoever answers the request holds a claim that runs out, so that a crash in mid-flight does not block the key for ever.
  claim uuid not null,
  claimed_until timestamptz not null,
  -- The id for what the request creates: the same again after a crash, so that it is created once.
  creation_id uuid not null default uuidv7(),
  -- null while the first request is in flight
  status integer,
  headers jsonb,
  -- Sealed: answers hold personal data, and once the plain text of an API key.
  body_sealed text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
call isolate_by_tenant('idempotency_keys');
