-- Double opt-in: somebody asked for our mail, and consent is recorded when they say so again from their own mailbox.
create table sign_up_messages (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  -- The source of the messages that ask for confirmation, and the variant of their editions.
  id uuid not null default uuidv7(),
  -- Null: the sender that was added first.
  sender_id uuid,
  subject text not null default 'Please confirm that you want to hear from us',
  intro text not null default 'Somebody, we think you, asked us to send mail to this address. Please confirm it, so that we know it was you.',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id),
  foreign key (tenant_id, sender_id) references senders
);
call isolate_by_tenant('sign_up_messages');

create table sign_ups (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  person_id uuid not null,
  -- The address that was asked about: confirmed from another one, it says nothing about this one.
  email_hash bytea not null,
  source text not null,
  topic_id uuid,
  -- new: nothing was enqueued yet
  status text not null default 'new' check (status in ('new', 'asked', 'confirmed', 'failed')),
  message_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, topic_id) references topics on delete set null (topic_id)
);
create index sign_ups_person on sign_ups (tenant_id, person_id, created_at desc);
create index sign_ups_new on sign_ups (tenant_id, created_at) where status = 'new';
create index sign_ups_message on sign_ups (tenant_id, message_id) where message_id is not null;
call isolate_by_tenant('sign_ups');
-- Housekeeping wakes the workflow of tenants whose sign-ups nobody has asked about.
grant select (tenant_id, status, created_at) on sign_ups to salescompass_directory;
create policy directory on sign_ups for select to salescompass_directory using (true);
