-- Calendars that other programs subscribe to, at an address that can be taken back. The address holds a token; here is its hash.
create table calendar_feeds (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  token_hash bytea not null,
  -- What its campaigns are narrowed by: { "status": […], "campaignTypeId": …, "ownerId": …, "tag": … }
  filter jsonb not null default '{}',
  created_by text not null default '',
  created_by_name text not null default '',
  created_at timestamptz not null default now(),
  last_read_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);
call isolate_by_tenant('calendar_feeds');
