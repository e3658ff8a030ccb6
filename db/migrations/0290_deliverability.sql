-- How mail fares with those that receive it, kept as it happens; docs/decisions/0290-what-is-judged-by-the-hour-of-sending.md.

-- What became of mail that was sent in an hour, by the domain that it came from and the domain that it went to. Everything counts for
-- the hour its message was sent in: a complaint of today about mail of last week is one about last week.
create table delivery_hours (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  name text not null check (name in ('sent', 'deferred', 'refusedHard', 'refusedSoft', 'refusedPolicy',
    'bouncedHard', 'bouncedSoft', 'bouncedPolicy', 'complained', 'opened', 'clicked', 'unsubscribed')),
  hour timestamptz not null,
  sender_domain text not null,
  -- Of an address that was erased since: empty.
  receiving_domain text not null,
  value bigint not null default 0,
  primary key (tenant_id, hour, name, sender_domain, receiving_domain)
) with (fillfactor = 70);
call isolate_by_tenant('delivery_hours');

-- The last look at a tenant's mail.
create table deliverability_looks (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  looked_at timestamptz not null,
  -- 0 to 100; null: too little was sent to say.
  score smallint check (score between 0 and 100),
  primary key (tenant_id)
);
call isolate_by_tenant('deliverability_looks');

-- Something came back that may be a reason to stop: look soon. Deleted by whoever looks.
create table deliverability_work (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  asked_at timestamptz not null default now(),
  primary key (tenant_id)
);
call isolate_by_tenant('deliverability_work');
grant select (tenant_id, asked_at) on deliverability_work to salescompass_directory;
create policy directory on deliverability_work for select to salescompass_directory using (true);

-- Domains that somebody let go on after they had been paused: what was sent before does not count against them again.
create table resumed_domains (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  domain text not null,
  judged_from timestamptz not null,
  primary key (tenant_id, domain)
);
call isolate_by_tenant('resumed_domains');

-- complaints, hardBounces, policyBlocks: too many of them; the code says how many of how many. Like refused, until somebody acts.
alter table stopped_domains drop constraint stopped_domains_cause_check, add constraint stopped_domains_cause_check
  check (cause in ('refused', 'key', 'complaints', 'hardBounces', 'policyBlocks'));

-- What people are told that is about none of their campaigns: that mail of a domain was paused, or is close to it.
create table tenant_notices (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- Who is told; a person who signs in.
  user_id text not null,
  kind text not null check (kind in ('domainPaused', 'domainWarned', 'webhookDisabled')),
  -- What it is about, by its name: a domain, the address of an endpoint.
  subject text not null,
  -- Why, as a code.
  cause text not null,
  -- "30 of 9800"
  evidence text not null default '',
  created_at timestamptz not null default now(),
  read_at timestamptz,
  -- When a mail said so, and who is writing it until then.
  mailed_at timestamptz,
  mail_leased_until timestamptz,
  primary key (tenant_id, id)
);
create index tenant_notices_user on tenant_notices (tenant_id, user_id, id);
create index tenant_notices_to_mail on tenant_notices (tenant_id, user_id) where mailed_at is null and read_at is null;
call isolate_by_tenant('tenant_notices');
grant select (tenant_id, mailed_at, read_at) on tenant_notices to salescompass_directory;
create policy directory on tenant_notices for select to salescompass_directory using (true);
