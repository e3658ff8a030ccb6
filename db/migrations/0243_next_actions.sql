-- What is next for a person: who decides and within which limits, what is offered, what was decided and what came of it, and what
-- colleagues are to do.

-- How a tenant decides, and a campaign that decides on its own.
create table next_action_policies (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- Null: the tenant's own.
  campaign_id uuid,
  mode text not null default 'off' check (mode in ('off', 'suggest', 'bulk', 'automatic')),
  -- Everything else that is set, as domain/next-actions/policy.ts reads it.
  settings jsonb not null default '{}',
  -- The version that decides.
  champion_id uuid,
  -- When it was last asked whether something that was learned is better.
  evaluated_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
call isolate_by_tenant('next_action_policies');
grant select (tenant_id, mode, evaluated_at) on next_action_policies to salescompass_directory;
create policy directory on next_action_policies for select to salescompass_directory using (true);

-- What decides: the rule, and what was learned. Never changed once it has decided.
create table next_action_versions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  policy_id uuid not null,
  number integer not null,
  kind text not null check (kind in ('rule', 'learned')),
  status text not null check (status in ('candidate', 'champion', 'retired')),
  -- Trees by action, as models/next-actions reads them; null for the rule.
  model jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, policy_id, number),
  foreign key (tenant_id, policy_id) references next_action_policies on delete cascade
);
call isolate_by_tenant('next_action_versions');

-- What was found each week: what a candidate would be worth, and why it did or did not take over.
create table next_action_evaluations (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  policy_id uuid not null,
  at timestamptz not null,
  decisions integer not null,
  why text not null check (why in ('better', 'too_little', 'incumbent_wins', 'constant_wins')),
  figures jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, policy_id) references next_action_policies on delete cascade
);
create index next_action_evaluations_policy on next_action_evaluations (tenant_id, policy_id, at desc);
call isolate_by_tenant('next_action_evaluations');

-- What may be done.
create table next_action_offers (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  policy_id uuid not null,
  kind text not null check (kind in ('send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence')),
  label text not null,
  chance double precision not null check (chance between 0 and 1),
  value double precision not null check (value >= 0),
  lever double precision not null default 1 check (lever >= 0),
  -- An item of a nurture programme, a programme, or a drip.
  target_id uuid,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, policy_id) references next_action_policies on delete cascade
);
create index next_action_offers_policy on next_action_offers (tenant_id, policy_id);
call isolate_by_tenant('next_action_offers');

-- Reasons to look at somebody. A row goes when it was looked at and whoever waits for its consequences was told.
create table next_action_work (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  person_id uuid not null,
  -- What happened, by an id: the same cause leads to one decision.
  cause text not null,
  campaign_id uuid,
  due_at timestamptz not null default now(),
  primary key (tenant_id, person_id, cause),
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index next_action_work_due on next_action_work (tenant_id, due_at);
call isolate_by_tenant('next_action_work');
grant select (tenant_id, due_at) on next_action_work to salescompass_directory;
create policy directory on next_action_work for select to salescompass_directory using (true);

-- Every decision, also the one to do nothing: what could have been done, what not and by which rule, what was chosen and how likely
-- that was.
create table next_actions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  policy_id uuid not null,
  version_id uuid not null,
  campaign_id uuid,
  person_id uuid not null,
  cause text not null,
  decided_at timestamptz not null,
  context_hash text not null,
  eligible jsonb not null,
  rejected jsonb not null,
  exploration double precision not null,
  seed bigint not null,
  offer_id uuid,
  kind text not null
    check (kind in ('send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence', 'wait', 'stop')),
  -- What is sent, where something is.
  item_id uuid,
  probability double precision not null check (probability > 0 and probability <= 1),
  -- The chance of an answer and what it is expected to be worth, as it was decided.
  chance double precision not null,
  worth double precision not null,
  -- Why, as sentences.
  reasons text[] not null default '{}',
  is_held_out boolean not null default false,
  is_exploring boolean not null default false,
  -- suggested: waits for a person · accepted: it was done · done: a person says that it is finished · left_alone: nothing is done
  status text not null
    check (status in ('suggested', 'accepted', 'done', 'rejected', 'expired', 'withdrawn', 'left_alone')),
  -- Why it was rejected or withdrawn.
  status_reason text,
  -- Who accepted or rejected it; null: nobody had to.
  decided_by text,
  acted_at timestamptz,
  closed_at timestamptz,
  -- Until when a rejected one is not proposed again.
  not_before timestamptz,
  -- When it is to be looked at again; null: when something happens.
  look_at timestamptz,
  -- Until when an answer counts, and whether there was one.
  outcome_due_at timestamptz not null,
  settled_at timestamptz,
  reached boolean,
  primary key (tenant_id, id),
  unique (tenant_id, policy_id, person_id, cause),
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, policy_id) references next_action_policies on delete cascade
);
-- One at a time: whoever decides twice at once finds the other's.
create unique index next_actions_open on next_actions (tenant_id, person_id)
  where status = 'suggested' or (status in ('accepted', 'done') and settled_at is null);
create index next_actions_person on next_actions (tenant_id, person_id, decided_at desc);
create index next_actions_queue on next_actions (tenant_id, worth desc, id) where status = 'suggested';
create index next_actions_recent on next_actions (tenant_id, policy_id, decided_at desc, id desc);
create index next_actions_unsettled on next_actions (tenant_id, outcome_due_at) where settled_at is null;
call isolate_by_tenant('next_actions');

-- What a colleague is to do.
create table tasks (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  person_id uuid not null,
  -- Who it is for: a user of the organisation; null: nobody yet.
  owner_id text,
  title text not null,
  note text not null default '',
  due_at timestamptz,
  status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  -- The decision that asked for it; each asks once.
  next_action_id uuid,
  closed_at timestamptz,
  closed_by text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, next_action_id),
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index tasks_person on tasks (tenant_id, person_id, created_at desc);
create index tasks_owner on tasks (tenant_id, owner_id, due_at) where status = 'open';
call isolate_by_tenant('tasks');

-- Why a message that was decided on may not go any more: its decision was taken back. Null where nothing is in its way.
create function next_action_obstacle(item uuid, person uuid) returns text
  language sql stable parallel safe
  return case when not exists (
    select from next_actions a
    where a.tenant_id = current_tenant() and a.person_id = person and a.item_id = item and a.status in ('accepted', 'done'))
    then 'action_withdrawn' end;

create or replace function may_send(source_kind text, source uuid, campaign uuid) returns boolean
  language sql stable parallel safe as $$
  select case
      when campaign is null then true
      else exists (
        select from campaigns c
        left join broadcasts b on b.tenant_id = c.tenant_id and b.id = source
        where c.tenant_id = current_tenant() and c.id = campaign and c.sending_stopped_at is null
          and case
            when source_kind = 'drip' then c.status = 'running' and exists (
              select from drip_steps s join drips d on d.tenant_id = s.tenant_id and d.id = s.drip_id
              where s.tenant_id = c.tenant_id and s.id = source and d.status = 'running')
            -- What is on hold waits on the road too. A next action sends an item of a programme, by the same approval.
            when source_kind in ('nurture', 'nba') then c.status = 'running' and exists (
              select from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
              where i.tenant_id = c.tenant_id and i.id = source and n.status = 'running' and not i.is_on_hold)
            when source_kind <> 'broadcast' then c.status = 'running'
            when b.status = 'completed' then c.status in ('running', 'completed')
            else b.status = 'sending' and c.status = 'running' end)
    end
    and not exists (select from tenants t where t.tenant_id = current_tenant() and t.sending_stopped_at is not null)
    and not exists (select from installation where sending_stopped_at is not null)
$$;
