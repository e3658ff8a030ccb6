-- Organisations of which something is due and no lane runs yet: whoever sends for another one gives its place up for them.
create table outbox_waits (
  tenant_id uuid primary key default current_tenant() references tenants on delete cascade,
  since timestamptz not null default now()
);
call isolate_by_tenant('outbox_waits');
grant select on outbox_waits to salescompass_directory;
create policy directory on outbox_waits for select to salescompass_directory using (true);
