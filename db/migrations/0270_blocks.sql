-- Messages made of blocks: templates with their versions, the brand, uploaded images; docs/decisions/0270-messages-of-blocks.md.

-- How a message of blocks looks; null: as the brand does.
alter table variants add column look jsonb;
-- Rules that decide at the moment of sending who sees which part of a message: [{ "id": "…", "rule": … }]
alter table editions add column conditions jsonb not null default '[]';

create table templates (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- A whole message to begin from, or blocks that are put into messages.
  kind text not null default 'template' check (kind in ('template', 'block')),
  name text not null,
  description text not null default '',
  tags text[] not null default '{}',
  current_version integer not null default 1,
  -- What was written since the current version; null: nothing.
  draft jsonb,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_name text not null default '',
  primary key (tenant_id, id)
);
create index templates_name on templates (tenant_id, name, id);
call isolate_by_tenant('templates');

-- A version never changes: one goes back to it by making a new one of it.
create table template_versions (
  tenant_id uuid not null default current_tenant(),
  template_id uuid not null,
  number integer not null,
  -- domain/templates/template.ts: subject, preheader, blocks, look
  content jsonb not null,
  note text not null default '',
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, template_id, number),
  foreign key (tenant_id) references tenants on delete cascade,
  foreign key (tenant_id, template_id) references templates on delete cascade
);
call isolate_by_tenant('template_versions');
revoke update on template_versions from salescompass_app;

create table brand_kits (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  -- domain/templates/brand-kit.ts, without the sender
  kit jsonb not null,
  default_sender_id uuid,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by_name text not null,
  primary key (tenant_id),
  foreign key (tenant_id, default_sender_id) references senders on delete set null (default_sender_id)
);
call isolate_by_tenant('brand_kits');

-- Images of messages. Whoever has the address of one sees it: mail programs sign in nowhere.
create table template_images (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  token text not null,
  name text not null,
  -- Found out from the bytes, whatever the name said.
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp')),
  width integer not null,
  height integer not null,
  data bytea not null check (octet_length(data) <= 2097152),
  bytes integer not null generated always as (octet_length(data)) stored,
  -- The same image uploaded again is the one that is there.
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  created_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, token),
  unique (tenant_id, sha256)
);
call isolate_by_tenant('template_images');
