-- People (leads and contacts), their accounts, attributes, consent, suppression and lists.
create table accounts (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  external_id text,
  name text not null,
  domain text,
  industry text,
  employees integer,
  annual_revenue_minor bigint,
  currency char(3),
  country text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, external_id)
);
create index accounts_name on accounts (tenant_id, name, id);
call isolate_by_tenant('accounts');

-- The key an address is compared and suppressed by. Immutable on purpose: the database is UTF-8.
create function address_hash(address text) returns bytea
  language sql immutable strict parallel safe
  return sha256(convert_to(lower(address), 'UTF8'));

create table people (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  kind text not null default 'lead' check (kind in ('lead', 'contact')),
  external_id text collate "C",
  -- As it was given, and as it is compared: lower case, domain in its ASCII form.
  email text,
  email_key text collate "C",
  email_hash bytea generated always as (address_hash(email_key)) stored,
  -- The receiving domain, for throttles; derived here so that sending needs no parsing.
  email_domain text generated always as (split_part(email_key, '@', 2)) stored,
  email_status text not null default 'unverified' check (email_status in ('unverified', 'ok', 'invalid', 'bounced')),
  first_name text,
  last_name text,
  -- Folded to lower case for searching by prefix under row-level security, where only plain comparisons can use an index.
  search_name text collate "C" generated always as (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) stored,
  search_last_name text collate "C" generated always as (lower(coalesce(last_name, ''))) stored,
  phone text,
  job_title text,
  account_id uuid,
  company text,
  street text,
  city text,
  region text,
  postal_code text,
  country text,
  language text,
  time_zone text,
  lead_source text,
  owner_id text,
  -- What holds now; consents keeps the history with source and time.
  consent text not null default 'unknown' check (consent in ('unknown', 'granted', 'denied')),
  consent_at timestamptz,
  converted_at timestamptz,
  -- The row stays for the counts that it is part of; everything personal in it is gone.
  erased_at timestamptz,
  first_touch jsonb,
  latest_touch jsonb,
  -- The import that wrote the row last, and the row of its file.
  import_id uuid,
  import_row bigint,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, email_key),
  unique (tenant_id, external_id),
  foreign key (tenant_id, account_id) references accounts
);
create index people_created on people (tenant_id, created_at desc, id desc);
create index people_name on people (tenant_id, search_name, id);
create index people_last_name on people (tenant_id, search_last_name, id);
create index people_account on people (tenant_id, account_id) where account_id is not null;
call isolate_by_tenant('people');

-- A tenant's own attributes are typed and live in plain columns ("slots"), so that a rule over them uses leakproof operators,
-- plain scans and, where wanted, plain indexes; docs/decisions/0003-attribute-slots.md.
create table attribute_definitions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date')),
  slot text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, key),
  unique (tenant_id, slot)
);
call isolate_by_tenant('attribute_definitions');

create table person_attributes (
  tenant_id uuid not null default current_tenant(),
  person_id uuid not null,
  text01 text, text02 text, text03 text, text04 text, text05 text,
  text06 text, text07 text, text08 text, text09 text, text10 text,
  text11 text, text12 text, text13 text, text14 text, text15 text,
  text16 text, text17 text, text18 text, text19 text, text20 text,
  text21 text, text22 text, text23 text, text24 text, text25 text,
  text26 text, text27 text, text28 text, text29 text, text30 text,
  text31 text, text32 text, text33 text, text34 text, text35 text,
  text36 text, text37 text, text38 text, text39 text, text40 text,
  text41 text, text42 text, text43 text, text44 text, text45 text,
  text46 text, text47 text, text48 text, text49 text, text50 text,
  text51 text, text52 text, text53 text, text54 text, text55 text,
  text56 text, text57 text, text58 text, text59 text, text60 text,
  number01 double precision, number02 double precision, number03 double precision, number04 double precision, number05 double precision,
  number06 double precision, number07 double precision, number08 double precision, number09 double precision, number10 double precision,
  number11 double precision, number12 double precision, number13 double precision, number14 double precision, number15 double precision,
  number16 double precision, number17 double precision, number18 double precision, number19 double precision, number20 double precision,
  number21 double precision, number22 double precision, number23 double precision, number24 double precision, number25 double precision,
  number26 double precision, number27 double precision, number28 double precision, number29 double precision, number30 double precision,
  boolean01 boolean, boolean02 boolean, boolean03 boolean, boolean04 boolean, boolean05 boolean,
  boolean06 boolean, boolean07 boolean, boolean08 boolean, boolean09 boolean, boolean10 boolean,
  boolean11 boolean, boolean12 boolean, boolean13 boolean, boolean14 boolean, boolean15 boolean,
  boolean16 boolean, boolean17 boolean, boolean18 boolean, boolean19 boolean, boolean20 boolean,
  date01 timestamptz, date02 timestamptz, date03 timestamptz, date04 timestamptz, date05 timestamptz,
  date06 timestamptz, date07 timestamptz, date08 timestamptz, date09 timestamptz, date10 timestamptz,
  date11 timestamptz, date12 timestamptz, date13 timestamptz, date14 timestamptz, date15 timestamptz,
  date16 timestamptz, date17 timestamptz, date18 timestamptz, date19 timestamptz, date20 timestamptz,
  date21 timestamptz, date22 timestamptz, date23 timestamptz, date24 timestamptz, date25 timestamptz,
  date26 timestamptz, date27 timestamptz, date28 timestamptz, date29 timestamptz, date30 timestamptz,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references people on delete cascade
);
call isolate_by_tenant('person_attributes');

create table consents (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  person_id uuid not null,
  state text not null check (state in ('granted', 'denied')),
  -- Where it came from (form, import, api, unsubscribe link, preference centre …) and the lawful basis that it rests on.
  source text not null,
  basis text not null default 'consent' check (basis in ('consent', 'legitimate_interest', 'contract')),
  note text,
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index consents_person on consents (tenant_id, person_id, at desc);
call isolate_by_tenant('consents');

-- By hash, so that an erased person stays suppressed without the address being kept.
create table suppressions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  address_hash bytea not null,
  id uuid not null default uuidv7(),
  email text,
  reason text not null check (reason in ('unsubscribe', 'hard_bounce', 'complaint', 'manual', 'erased')),
  source text not null default '',
  message_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, address_hash),
  unique (tenant_id, id)
);
call isolate_by_tenant('suppressions');

create table lists (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  description text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call isolate_by_tenant('lists');

create table list_people (
  tenant_id uuid not null default current_tenant(),
  list_id uuid not null,
  person_id uuid not null,
  added_at timestamptz not null default now(),
  primary key (tenant_id, list_id, person_id),
  foreign key (tenant_id, list_id) references lists on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index list_people_person on list_people (tenant_id, person_id);
call isolate_by_tenant('list_people');

-- Uploaded and exported files, in pieces of at most 1 MB: API and worker share no disk, and neither holds a file whole.
create table files (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  content_type text not null default 'text/csv',
  bytes bigint not null default 0,
  -- What was found out while it arrived: {"encoding": "utf-8", …}
  detected jsonb not null default '{}',
  -- null while it is still being written
  completed_at timestamptz,
  expires_at timestamptz not null,
  created_by text not null default '',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index files_expiry on files (tenant_id, expires_at);
call isolate_by_tenant('files');

create table file_chunks (
  tenant_id uuid not null default current_tenant(),
  file_id uuid not null,
  -- Where in the file it starts, in bytes.
  position bigint not null,
  data bytea not null check (octet_length(data) <= 1048576),
  primary key (tenant_id, file_id, position),
  foreign key (tenant_id, file_id) references files on delete cascade
);
alter table file_chunks alter column data set storage external;
call isolate_by_tenant('file_chunks');

create table imports (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  file_id uuid,
  file_name text not null,
  file_bytes bigint not null,
  -- Encoding, delimiter, header, as detected or as given.
  format jsonb not null default '{}',
  mapping jsonb not null default '{}',
  list_id uuid,
  dry_run boolean not null default false,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelling', 'cancelled')),
  -- A sentence for people; null unless it failed.
  failure text,
  -- read = created + updated + unchanged + duplicate + rejected
  rows_read bigint not null default 0,
  rows_created bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_unchanged bigint not null default 0,
  -- Rows whose key came before in the same file: the later row wins, the person is counted once.
  rows_duplicate bigint not null default 0,
  rows_rejected bigint not null default 0,
  -- People whom the consent rule did not cover.
  rows_without_consent bigint not null default 0,
  rows_suppressed bigint not null default 0,
  warnings bigint not null default 0,
  -- Where in the file the next batch starts: a worker that dies is followed by one that goes on from here.
  bytes_read bigint not null default 0,
  resume_at jsonb,
  -- Of the workflow that carries it, for the link to the web console.
  run_id text,
  created_by text not null default '',
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, list_id) references lists on delete set null (list_id),
  foreign key (tenant_id, file_id) references files on delete set null (file_id)
);
call isolate_by_tenant('imports');

-- By the row's number as a spreadsheet shows it: the header is row 1.
create table import_errors (
  tenant_id uuid not null default current_tenant(),
  import_id uuid not null,
  row_number bigint not null,
  field text not null,
  severity text not null default 'error' check (severity in ('error', 'warning')),
  reason text not null,
  value text,
  -- Lets an erasure find what was said about an address.
  email_hash bytea,
  primary key (tenant_id, import_id, row_number, field),
  foreign key (tenant_id, import_id) references imports on delete cascade
);
create index import_errors_email on import_errors (tenant_id, email_hash) where email_hash is not null;
call isolate_by_tenant('import_errors');

-- The keys that a running import has met without writing a person, by hash: all of a dry run, and those of people whom it left
-- as they were. So a repetition is found over all batches.
create table import_keys (
  tenant_id uuid not null default current_tenant(),
  import_id uuid not null,
  kind text not null check (kind in ('email', 'externalId')),
  key_hash bigint not null,
  -- The key that the row is merged by; tells a repeated row from another person with the same e-mail or external id.
  owner_hash bigint not null,
  row_number bigint not null,
  primary key (tenant_id, import_id, kind, key_hash),
  foreign key (tenant_id, import_id) references imports on delete cascade
);
call isolate_by_tenant('import_keys');

create table exports (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  entity text not null default 'people' check (entity in ('people')),
  filter jsonb not null default '{}',
  columns jsonb not null default '[]',
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelling', 'cancelled')),
  failure text,
  rows_total bigint,
  rows_written bigint not null default 0,
  file_id uuid,
  -- Of the workflow that carries it, for the link to the web console.
  run_id text,
  created_by text not null default '',
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_id) references files on delete set null (file_id)
);
call isolate_by_tenant('exports');

-- What an import's batch may touch under its tenant, and nothing else; its staging tables are temporary ones of its session.
grant select, insert, update on people, person_attributes to salescompass_importer;
grant select, insert on consents, list_people to salescompass_importer;
grant select, insert, delete on import_keys to salescompass_importer;
grant select, insert on import_errors to salescompass_importer;
grant select, update on imports to salescompass_importer;
grant select on suppressions, lists, attribute_definitions, files, file_chunks to salescompass_importer;
-- A table that has just grown by much is planned for as if it were small until somebody looks at it again.
grant maintain on people, person_attributes, consents, list_people to salescompass_importer;
do $$
begin
  execute format('grant temporary on database %I to salescompass_importer', current_database());
end $$;
