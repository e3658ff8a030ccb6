-- Mailboxes that are looked into for what came back; docs/decisions/0265-mailboxes-are-looked-into.md.
create table mailboxes (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null,
  password_sealed text not null,
  folder text not null default 'INBOX',
  status text not null default 'active' check (status in ('active', 'paused')),
  -- How far it was read: mail with a larger UID is new, as long as the folder is the same one.
  uid_validity bigint,
  last_uid bigint,
  looked_at timestamptz,
  next_look_at timestamptz not null default now(),
  -- Looks that failed in a row, and why the last did.
  failures integer not null default 0,
  problem text,
  -- Mail that was read, and what of it was of ours.
  read_count bigint not null default 0,
  kept_count bigint not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
call isolate_by_tenant('mailboxes');
-- Housekeeping looks for tenants whose mailboxes nobody looks into.
grant select (tenant_id, status, next_look_at) on mailboxes to salescompass_directory;
create policy directory on mailboxes for select to salescompass_directory using (true);
