-- The seed list: mailboxes of the organisation's own that get a copy of broadcasts; docs/decisions/0313-seeds.md.
create table seeds (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- In lower case, as mail is sent to it.
  address text not null,
  domain text generated always as (split_part(address, '@', 2)) stored,
  -- Off: it stays on the list and gets nothing.
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, address)
);
call isolate_by_tenant('seeds');

-- Whether broadcasts go to the seed list where nobody says otherwise of one.
alter table tenants add column sends_to_seeds boolean not null default true;
