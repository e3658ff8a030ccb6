-- What came back by mail and from providers, each once, with what was made of it, and what people taught about it;
-- docs/decisions/0263-what-came-back-is-kept-and-taught.md.

-- How long what came back is kept.
alter table tenants add column inbound_mail_days integer not null default 90 check (inbound_mail_days >= 7);

-- What a phrase of a mail means, where no rule of the product understands it.
create table inbound_rules (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- As it was chosen, blanks joined; compared in lower case.
  phrase text not null,
  meaning text not null
    check (meaning in ('hard', 'soft', 'policy', 'complaint', 'unsubscribe', 'reply', 'auto_reply', 'nothing')),
  -- Asked before the product's own rules, and not only where they understand nothing.
  goes_first boolean not null default false,
  created_at timestamptz not null default now(),
  created_by_name text not null,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
create unique index inbound_rules_phrase on inbound_rules (tenant_id, lower(phrase)) where undone_at is null;
call isolate_by_tenant('inbound_rules');

create table inbound_mails (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- The receiver, a mailbox that is looked into, or a provider's call.
  way text not null check (way in ('smtp', 'mailbox', 'webhook')),
  -- Of its Message-ID and whom it came to, or of its bytes: the same mail again is none.
  fingerprint bytea not null,
  received_at timestamptz not null default now(),
  -- The message of ours that it is about, and whom that went to.
  message_id uuid,
  person_id uuid,
  -- The address that it is about or comes from, where no message of ours is known by it.
  email_hash bytea,
  kind text not null check (kind in ('hard', 'soft', 'policy', 'delivered', 'delayed', 'complaint', 'auto_reply', 'challenge',
    'reply', 'unsubscribe', 'unknown')),
  -- domain/inbound/reasons.ts
  reason text not null,
  -- applied: something follows from it; noted: nothing does; review: for a person to look at; settled: somebody did.
  state text not null check (state in ('applied', 'noted', 'review', 'settled')),
  -- Why it is for a person to look at, or was.
  question text check (question in ('not_understood', 'malformed', 'cut', 'no_message')),
  -- What somebody taught that decided it.
  rule_id uuid,
  from_address text not null default '',
  subject text not null default '',
  -- The beginning of what was written, without what is quoted.
  excerpt text not null default '',
  -- domain/inbound/judge.ts, a verdict for each recipient
  verdicts jsonb not null default '[]',
  -- What phrases are looked for in, as long as a rule may still decide it or be taken back.
  wording text,
  -- The mail as it came, cut to a bound and sealed.
  sealed text,
  bytes integer not null,
  -- How things stood before a taught rule changed them.
  undo jsonb,
  settled_at timestamptz,
  settled_by_name text,
  primary key (tenant_id, id),
  unique (tenant_id, way, fingerprint),
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, rule_id) references inbound_rules
);
create index inbound_mails_at on inbound_mails (tenant_id, received_at desc, id desc);
create index inbound_mails_kind on inbound_mails (tenant_id, kind, received_at desc, id desc);
create index inbound_mails_review on inbound_mails (tenant_id, received_at desc, id desc) where state = 'review';
create index inbound_mails_person on inbound_mails (tenant_id, person_id) where person_id is not null;
create index inbound_mails_address on inbound_mails (tenant_id, email_hash) where email_hash is not null;
create index inbound_mails_rule on inbound_mails (tenant_id, rule_id) where rule_id is not null;
call isolate_by_tenant('inbound_mails');
