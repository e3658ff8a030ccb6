-- What receivers look at before they take mail for a domain's own: keys of both kinds, records in DNS, and what was found there when.
create table dkim_keys (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  sending_domain_id uuid not null,
  selector text not null,
  algorithm text not null check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  -- As DNS publishes it (base64).
  public_key text not null,
  -- Sealed with the installation's key ring; never leaves the database in the clear.
  private_key_sealed text not null,
  -- next: signs as soon as DNS publishes it · signing · retired: signs no more, and its record may go when what it signed is through.
  stage text not null check (stage in ('next', 'signing', 'retired')),
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, sending_domain_id, selector),
  foreign key (tenant_id, sending_domain_id) references sending_domains on delete cascade
);
create unique index dkim_keys_stage on dkim_keys (tenant_id, sending_domain_id, algorithm, stage) where stage <> 'retired';
call isolate_by_tenant('dkim_keys');

insert into dkim_keys (tenant_id, sending_domain_id, selector, algorithm, public_key, private_key_sealed, stage, created_at)
select tenant_id, id, dkim_selector, coalesce(dkim_algorithm, 'rsa-sha256'), coalesce(dkim_public_key, ''), dkim_private_key_sealed, 'signing',
  created_at
from sending_domains where dkim_selector is not null and dkim_private_key_sealed is not null;

alter table sending_domains
  drop column dkim_selector, drop column dkim_algorithm, drop column dkim_public_key, drop column dkim_private_key_sealed,
  -- pending: never found in order · verified: receivers can tell that mail is the domain's own · broken: they could, and cannot any more
  add column state text not null default 'pending' check (state in ('pending', 'verified', 'broken')),
  add column check_failures integer not null default 0,
  add column checked_at timestamptz,
  -- Somebody wants to know now; it is over once checked_at is later.
  add column check_requested_at timestamptz,
  add column next_check_at timestamptz not null default now(),
  -- Hosts below the domain: bounces come back there, links in mail stand there. They are used from when DNS leads them to us and the
  -- domain's own key was found, which nobody else can have published.
  add column return_path_host text,
  add column return_path_works boolean not null default false,
  add column tracking_host text,
  add column tracking_works boolean not null default false;
create index sending_domains_return_path on sending_domains (return_path_host);
grant select (tenant_id, next_check_at, return_path_host) on sending_domains to salescompass_directory;
create policy directory on sending_domains for select to salescompass_directory using (true);

-- Hosts that links of a tenant were ever put under. They stay: mail is read, and left, years later.
create table tracking_hosts (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  host text not null,
  since timestamptz not null default now(),
  primary key (tenant_id, host)
);
create index tracking_hosts_host on tracking_hosts (host);
call isolate_by_tenant('tracking_hosts');
grant select (tenant_id, host) on tracking_hosts to salescompass_directory;
create policy directory on tracking_hosts for select to salescompass_directory using (true);

-- Looks at a domain that found the same are one row, so that the rows are its history.
create table domain_check_runs (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  sending_domain_id uuid not null,
  since timestamptz not null,
  until timestamptz not null,
  checks integer not null default 1,
  state text not null check (state in ('pending', 'verified', 'broken')),
  -- [{ "check": "dkim", "name": "…", "verdict": "ok", "found": […], "summary": "…", "mend": null }]
  findings jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, sending_domain_id) references sending_domains on delete cascade
);
create index domain_check_runs_domain on domain_check_runs (tenant_id, sending_domain_id, id);
call isolate_by_tenant('domain_check_runs');

-- What admins are told of their domains: that one stopped passing for itself, and that it does again.
create table domain_notices (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- Who is told; a person who signs in.
  user_id text not null,
  kind text not null check (kind in ('broken', 'mended')),
  sending_domain_id uuid not null,
  created_at timestamptz not null,
  read_at timestamptz,
  -- When a mail said so, and who is writing it until then.
  mailed_at timestamptz,
  mail_leased_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, sending_domain_id) references sending_domains on delete cascade
);
create index domain_notices_user on domain_notices (tenant_id, user_id, id);
create index domain_notices_domain on domain_notices (tenant_id, sending_domain_id);
create index domain_notices_to_mail on domain_notices (tenant_id, user_id) where mailed_at is null and read_at is null;
call isolate_by_tenant('domain_notices');
grant select (tenant_id, mailed_at, read_at) on domain_notices to salescompass_directory;
create policy directory on domain_notices for select to salescompass_directory using (true);
