-- Domains of senders whose mail waits until somebody acts: a receiver refused them as not authenticated, or their signing key does not
-- open. By name, since a sender may be of a domain that was never registered.
create table stopped_domains (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  domain text not null,
  -- refused: nothing of it is sent until somebody lets it go on. key: it is tried again every few minutes, last at last_at.
  cause text not null check (cause in ('refused', 'key')),
  -- The codes of the refusal, such as smtp_550_5.7.515.
  code text,
  since timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, domain, cause)
);
call isolate_by_tenant('stopped_domains');
