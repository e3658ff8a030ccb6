-- What a person may want to hear of: a message names its topic, and whoever opted out of it does not get the message.
create table topics (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  -- Shown to people in the preference centre.
  description text not null default '',
  position integer not null default 1,
  -- No longer offered; what was opted out of it still holds for messages that name it.
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call isolate_by_tenant('topics');

-- Who does not want a topic now; consents keeps the history. Only opting out is stored: a new topic reaches whoever gave consent.
create table topic_opt_outs (
  tenant_id uuid not null default current_tenant(),
  topic_id uuid not null,
  person_id uuid not null,
  at timestamptz not null default now(),
  primary key (tenant_id, topic_id, person_id),
  foreign key (tenant_id, topic_id) references topics on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index topic_opt_outs_person on topic_opt_outs (tenant_id, person_id);
call isolate_by_tenant('topic_opt_outs');

-- The history says for which channel, and where it was about one topic alone, for which; the plain consent is that for e-mail.
alter table consents add column channel text not null default 'email' check (channel in ('email', 'phone', 'sms', 'post'));
alter table consents add column topic_id uuid;
alter table consents add foreign key (tenant_id, topic_id) references topics on delete set null (topic_id);

-- A message names its topic; what was sent keeps the one it had.
alter table variants add column topic_id uuid;
alter table variants add foreign key (tenant_id, topic_id) references topics;
alter table editions add column topic_id uuid;
alter table editions add foreign key (tenant_id, topic_id) references topics;
