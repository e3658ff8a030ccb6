-- What people are told of approvals: that something waits for them, and what became of what they wrote or asked for.
create table approval_notices (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  -- Who is told; a person who signs in.
  user_id text not null,
  kind text not null check (kind in ('waits', 'approved', 'rejected')),
  campaign_id uuid not null,
  -- What it is about: the campaign, a version of a drip, or an item of a nurture programme. One of each has one request at a time.
  subject_kind text not null check (subject_kind in ('campaign', 'dripVersion', 'nurtureItem')),
  subject_id uuid not null,
  -- The drip or the programme that it belongs to, and of a version its number.
  part_id uuid,
  number integer,
  -- What it is called, as it was then.
  subject_name text not null,
  -- Who asks, or who decided, and what they said with it.
  by_name text not null,
  comment text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  -- When a mail said so, and who is writing it until then.
  mailed_at timestamptz,
  mail_leased_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create index approval_notices_user on approval_notices (tenant_id, user_id, id);
create index approval_notices_subject on approval_notices (tenant_id, subject_id) where kind = 'waits';
create index approval_notices_campaign on approval_notices (tenant_id, campaign_id);
create index approval_notices_to_mail on approval_notices (tenant_id, user_id) where mailed_at is null and read_at is null;
call isolate_by_tenant('approval_notices');

-- Housekeeping finds tenants that have something to say by mail.
grant select (tenant_id, mailed_at, read_at) on approval_notices to salescompass_directory;
create policy directory on approval_notices for select to salescompass_directory using (true);
