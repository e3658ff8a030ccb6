-- Addresses that providers call with what became of our mail; docs/decisions/0264-what-providers-say.md.
create table provider_hooks (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  provider text not null check (provider in ('ses', 'sendgrid', 'mailgun', 'postmark')),
  name text not null,
  -- Of the token in the address; the address itself is shown once.
  token_hash bytea not null,
  -- What calls are verified by, sealed: a public key, a signing key, a password, or the topic that may call. Null: nothing is taken.
  key_sealed text,
  created_at timestamptz not null default now(),
  created_by_name text not null,
  -- What came of calls: how many events were taken, when last, and why a call was refused last.
  events bigint not null default 0,
  last_event_at timestamptz,
  last_refusal text,
  last_refused_at timestamptz,
  primary key (tenant_id, id)
);
create index provider_hooks_token on provider_hooks (token_hash);
call isolate_by_tenant('provider_hooks');
-- A call names nobody but its address.
grant select (tenant_id, id, provider, token_hash) on provider_hooks to salescompass_directory;
create policy directory on provider_hooks for select to salescompass_directory using (true);
