-- What people look at again and again: a list's filters, order and columns under a name, for one person or for everybody.
create table saved_views (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  page text not null check (page in ('campaigns')),
  name text not null,
  -- The query of the page's address: { "status": "running", "sort": "name", "columns": "status,owner" }
  query jsonb not null default '{}',
  is_shared boolean not null default false,
  -- The person whose view it is.
  owner_id text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index saved_views_name on saved_views (tenant_id, page, owner_id, name);
call isolate_by_tenant('saved_views');
