-- Who sends (senders, signing keys), what is sent (broadcasts, variants, editions) and the one road every message takes.
create table sending_domains (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  domain text not null,
  dkim_selector text,
  dkim_algorithm text check (dkim_algorithm in ('rsa-sha256', 'ed25519-sha256')),
  dkim_public_key text,
  -- Sealed with the installation's key ring; never leaves the database in the clear.
  dkim_private_key_sealed text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, domain)
);
call isolate_by_tenant('sending_domains');

create table senders (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  address text not null,
  reply_to text,
  sending_domain_id uuid,
  -- Messages a second for this identity; null: no limit of its own.
  rate_per_second double precision check (rate_per_second > 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, address),
  foreign key (tenant_id, sending_domain_id) references sending_domains
);
call isolate_by_tenant('senders');

create table broadcasts (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  name text not null,
  status text not null default 'draft'
    check (status in ('draft', 'freezing', 'sending', 'paused', 'completed', 'cancelled', 'failed')),
  -- { "everyone": true } or { "listIds": [...], "excludeListIds": [...] }; rules of segments join it later.
  audience jsonb not null default '{"listIds": []}',
  position integer not null default 1,
  failure text,
  frozen_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create index broadcasts_campaign on broadcasts (tenant_id, campaign_id, position, id);
call isolate_by_tenant('broadcasts');

-- The editable message of a source (a broadcast, later a drip step). One today; an experiment has several.
create table variants (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  source_kind text not null check (source_kind in ('broadcast', 'drip_step', 'transactional')),
  source_id uuid not null,
  label text not null default 'A',
  message_class text not null default 'marketing' check (message_class in ('marketing', 'transactional')),
  sender_id uuid,
  reply_to text,
  subject text not null default '',
  preheader text not null default '',
  format text not null default 'mjml' check (format in ('mjml', 'html', 'blocks')),
  body text not null default '',
  blocks jsonb,
  -- Null: made from the HTML.
  text_body text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, source_id, label),
  foreign key (tenant_id, sender_id) references senders
);
call isolate_by_tenant('variants');

-- What a variant was when it was sent: compiled once, never changed. Links are resolved from here for as long as mail is read.
create table editions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  variant_id uuid not null,
  content_hash text not null,
  message_class text not null check (message_class in ('marketing', 'transactional')),
  from_name text not null,
  from_address text not null,
  reply_to text,
  sender_id uuid,
  -- As it was called when this was made; a later name is not put into a message that somebody approved.
  campaign_name text not null default '',
  subject text not null,
  preheader text not null,
  -- Liquid, ready to be filled: MJML rendered, CSS inlined, links replaced by their index.
  html text not null,
  text text not null,
  -- [{ "url": "https://…", "label": "…" }], the place in the list is the link's index
  links jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, variant_id, content_hash)
);
call isolate_by_tenant('editions');

-- The unit that a worker leases: up to 500 messages of one source. Leasing and pausing touch this row, not the messages.
create table message_batches (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  source_kind text not null check (source_kind in ('broadcast', 'drip', 'nurture', 'nba', 'transactional')),
  source_id uuid not null,
  campaign_id uuid,
  -- Transactional before automated before bulk.
  priority smallint not null default 5,
  -- Virtual start time: sources that send at the same time take turns.
  turn bigint not null default 0,
  size integer not null,
  -- null: frozen but not released yet
  not_before timestamptz,
  lease_id uuid,
  leased_until timestamptz,
  -- null while something in it may still be sent
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
) with (fillfactor = 50);
create index message_batches_open on message_batches (tenant_id, priority, turn, id) where finished_at is null;
create index message_batches_source on message_batches (tenant_id, source_id);
call isolate_by_tenant('message_batches');
grant select (tenant_id, not_before, finished_at) on message_batches to salescompass_directory;
create policy directory on message_batches for select to salescompass_directory using (true);

-- One row per message ever meant for a person. (source, occurrence, person) is what makes it the same message.
-- No index holds a column that sending changes, so its updates stay on their page (HOT); hence the fill factor.
create table messages (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  batch_id uuid not null,
  person_id uuid not null,
  source_id uuid not null,
  -- broadcast: the broadcast's id · drip: step and enrolment · cast · decision
  occurrence uuid not null,
  edition_id uuid not null,
  status text not null default 'queued'
    check (status in ('queued', 'sending', 'sent', 'skipped', 'failed', 'uncertain', 'cancelled')),
  -- Why it was skipped, failed or put off: a stable code; never a person's data.
  reason text,
  attempts smallint not null default 0,
  lease_id uuid,
  -- When it took its place under the frequency cap, so that a retry does not take another.
  counted_at timestamptz,
  sending_at timestamptz,
  sent_at timestamptz,
  bounced_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  unsubscribed_at timestamptz,
  complained_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, batch_id) references message_batches
) with (fillfactor = 50);
-- Neither begins with the tenant, although both are the tenant's: for lack of statistics on a fresh queue the planner would read
-- all that the tenant has ever sent through them instead of looking up a window by its ids.
create unique index messages_once on messages (person_id, source_id, occurrence, tenant_id);
create index messages_batch on messages (batch_id);
call isolate_by_tenant('messages');

-- Why a person may not get a message, or null: the one rule that pre-flight, freezing and the moment of sending share.
-- Marketing needs consent and no suppression of any kind; a transactional message is stopped by a hard bounce or erasure alone.
create function sending_obstacle(email_key text, email_status text, consent text, suppressed_for text, is_marketing boolean)
  returns text language sql immutable parallel safe
  return case
    when email_key is null then 'no_address'
    when email_status in ('invalid', 'bounced') then 'invalid_address'
    when suppressed_for in ('hard_bounce', 'erased') then 'suppressed'
    when not is_marketing then null
    when suppressed_for is not null then 'suppressed'
    when consent = 'denied' then 'opted_out'
    when consent <> 'granted' then 'no_consent'
  end;

-- Whether a source may send at this moment: its broadcast and campaign run, and no kill switch is on. A completed broadcast may
-- still send what a person decided to send again, also of a completed campaign; one that was on its way when its campaign was
-- completed may not.
create function may_send(source_kind text, source uuid, campaign uuid) returns boolean
  language sql stable parallel safe as $$
  select case
      when campaign is null then true
      else exists (
        select from campaigns c
        left join broadcasts b on b.tenant_id = c.tenant_id and b.id = source
        where c.tenant_id = current_tenant() and c.id = campaign and c.sending_stopped_at is null
          and case when source_kind <> 'broadcast' then c.status = 'running'
            when b.status = 'completed' then c.status in ('running', 'completed')
            else b.status = 'sending' and c.status = 'running' end)
    end
    and not exists (select from tenants t where t.tenant_id = current_tenant() and t.sending_stopped_at is not null)
    and not exists (select from installation where sending_stopped_at is not null)
$$;

-- The list people decide on: a message of which nobody can say whether it arrived.
create table uncertain_messages (
  tenant_id uuid not null default current_tenant(),
  message_id uuid not null,
  source_id uuid not null,
  person_id uuid not null,
  since timestamptz not null default now(),
  cause text not null check (cause in ('worker_lost', 'connection_lost')),
  decision text check (decision in ('leave', 'resend')),
  decided_by text,
  decided_at timestamptz,
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references messages on delete cascade
);
create index uncertain_messages_source on uncertain_messages (tenant_id, source_id, since) where decision is null;
call isolate_by_tenant('uncertain_messages');

-- The moments at which a person was last counted under the frequency cap; check and claim are one upsert of this row.
create table person_frequency (
  tenant_id uuid not null default current_tenant(),
  person_id uuid not null,
  recent timestamptz[] not null,
  primary key (tenant_id, person_id)
) with (fillfactor = 50);
call isolate_by_tenant('person_frequency');

-- Kept by increments in the transaction that moves the messages; can be rebuilt from messages and events with the same result.
create table source_counters (
  tenant_id uuid not null default current_tenant(),
  source_id uuid not null,
  name text not null,
  value bigint not null default 0,
  primary key (tenant_id, source_id, name)
) with (fillfactor = 50);
call isolate_by_tenant('source_counters');

-- Token buckets. Shared by all workers, and by all tenants where the key names a receiving provider; hence no tenant here.
create table token_buckets (
  key text primary key,
  capacity double precision not null check (capacity > 0),
  per_second double precision not null check (per_second > 0),
  tokens double precision not null,
  -- Nothing goes through before this moment: the receiver asked for patience.
  blocked_until timestamptz,
  -- Made because a receiver asked for patience, not because somebody set a limit: it goes when nothing was heard for a day.
  is_adaptive boolean not null default false,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);
grant select, insert, update, delete on token_buckets to salescompass_app;
