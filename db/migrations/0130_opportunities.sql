-- What sales earn: opportunities, who had a part in them, and what they were worth when. Facts that arrive from the CRM, in any order.

-- The stages of the tenant's pipeline in their order. A stage that arrives and is not known yet is added at the end by its outcome.
create table opportunity_stages (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  position integer not null,
  -- What an opportunity in this stage is: open, won or lost.
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  -- Chance to win in per cent, for weighted pipeline; null where nobody said.
  probability_percent numeric(5, 2) check (probability_percent between 0 and 100),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
-- "Closed won" and "Closed Won" are one stage.
create unique index opportunity_stages_by_name on opportunity_stages (tenant_id, lower(name));
call isolate_by_tenant('opportunity_stages');

create table opportunities (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  external_id text collate "C",
  name text not null,
  account_id uuid,
  owner_id text,
  -- The campaign that the CRM names as its primary source, where it names one.
  primary_campaign_id uuid,
  lead_source text,
  stage_id uuid not null,
  -- The outcome of its stage, kept here for reading.
  state text not null default 'open' check (state in ('open', 'won', 'lost')),
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  currency char(3) not null,
  -- Worth in the tenant's currency at the rate of the close date (won) or of the day that it was opened: kept, as with costs.
  rate numeric(20, 10),
  value_minor bigint,
  -- When the CRM made it: touches count up to the close, within the look-back before this.
  opened_at timestamptz not null default now(),
  expected_close_on date,
  -- When it was won or lost; null while open.
  closed_at timestamptz,
  -- By which moment's word each fact stands: { "name": "2026-06-03T08:00:00.000Z", … }. A word that is older than that changes nothing.
  fact_times jsonb not null default '{}',
  deleted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, external_id),
  foreign key (tenant_id, account_id) references accounts on delete set null (account_id),
  foreign key (tenant_id, primary_campaign_id) references campaigns on delete set null (primary_campaign_id),
  foreign key (tenant_id, stage_id) references opportunity_stages,
  check ((state = 'open') = (closed_at is null)),
  check ((rate is null) = (value_minor is null))
);
create index opportunities_opened on opportunities (tenant_id, opened_at desc, id desc);
create index opportunities_closed on opportunities (tenant_id, closed_at) where closed_at is not null;
create index opportunities_account on opportunities (tenant_id, account_id) where account_id is not null;
create index opportunities_stage on opportunities (tenant_id, stage_id);
create index opportunities_campaign on opportunities (tenant_id, primary_campaign_id) where primary_campaign_id is not null;
create index opportunities_without_value on opportunities (tenant_id, currency) where value_minor is null;
call isolate_by_tenant('opportunities');

-- Contact roles: whose touches count for the opportunity.
create table opportunity_people (
  tenant_id uuid not null default current_tenant(),
  opportunity_id uuid not null,
  person_id uuid not null,
  role text not null default '',
  is_primary boolean not null default false,
  added_at timestamptz not null default now(),
  primary key (tenant_id, opportunity_id, person_id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index opportunity_people_person on opportunity_people (tenant_id, person_id);
call isolate_by_tenant('opportunity_people');

-- Refunds after the win: money given back, on its day. Negative by nature, kept positive here and taken off.
create table opportunity_refunds (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  opportunity_id uuid not null,
  external_id text collate "C",
  refunded_on date not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  rate numeric(20, 10),
  value_minor bigint,
  note text not null default '',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, opportunity_id, external_id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade,
  check ((rate is null) = (value_minor is null))
);
create index opportunity_refunds_without_value on opportunity_refunds (tenant_id, currency) where value_minor is null;
call isolate_by_tenant('opportunity_refunds');

-- What was said of stage and amount, for when (occurred_at, by the CRM's word), and when we heard it (id, uuidv7). Nothing of it is
-- taken back. Each line has stage and amount as they stood from then on; those that it does not say itself are of the lines before it
-- in time, and follow them where one arrives late.
create table opportunity_history (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  opportunity_id uuid not null,
  occurred_at timestamptz not null,
  stage_id uuid not null,
  state text not null check (state in ('open', 'won', 'lost')),
  amount_minor bigint not null,
  currency char(3) not null,
  value_minor bigint,
  says_stage boolean not null default true,
  says_amount boolean not null default true,
  -- The close date where one was said with a stage that is won or lost; else it is the moment of the line.
  closed_at timestamptz,
  -- The key under which the CRM sent it; the same once more changes nothing.
  external_id text collate "C",
  primary key (tenant_id, id),
  unique (tenant_id, opportunity_id, external_id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade,
  foreign key (tenant_id, stage_id) references opportunity_stages
);
create index opportunity_history_order on opportunity_history (tenant_id, opportunity_id, occurred_at, id);
call isolate_by_tenant('opportunity_history');

-- Which opportunities are to be credited anew: written in the transaction that changes a fact of them, deleted in the one that
-- has written the credits.
create table attribution_work (
  tenant_id uuid not null default current_tenant(),
  opportunity_id uuid not null,
  -- Counts up with every change, so that a change during the work is not lost.
  asked integer not null default 1,
  due_at timestamptz not null default now(),
  primary key (tenant_id, opportunity_id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade
);
create index attribution_work_due on attribution_work (tenant_id, due_at);
call isolate_by_tenant('attribution_work');
grant select (tenant_id, due_at) on attribution_work to salescompass_directory;
create policy directory on attribution_work for select to salescompass_directory using (true);

-- Whose membership or response changes may have touched an opportunity: it is asked for again, whoever wrote it.
create function ask_for_attribution_of_members() returns trigger language plpgsql as $$
begin
  insert into attribution_work as w (tenant_id, opportunity_id)
  select distinct p.tenant_id, p.opportunity_id
  from changed c
  join opportunity_people p on p.tenant_id = c.tenant_id and p.person_id = c.person_id
  join opportunities o on o.tenant_id = p.tenant_id and o.id = p.opportunity_id and o.deleted_at is null
  order by 1, 2
  on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1;
  return null;
end $$;
create function ask_for_attribution_of_responses() returns trigger language plpgsql as $$
begin
  insert into attribution_work as w (tenant_id, opportunity_id)
  select distinct p.tenant_id, p.opportunity_id
  from added a
  join removed r using (tenant_id, campaign_id, person_id)
  join opportunity_people p on p.tenant_id = a.tenant_id and p.person_id = a.person_id
  join opportunities o on o.tenant_id = p.tenant_id and o.id = p.opportunity_id and o.deleted_at is null
  where (a.has_responded, a.first_responded_at) is distinct from (r.has_responded, r.first_responded_at)
  order by 1, 2
  on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1;
  return null;
end $$;
create trigger campaign_members_added_attribution after insert on campaign_members
  referencing new table as changed for each statement execute function ask_for_attribution_of_members();
create trigger campaign_members_removed_attribution after delete on campaign_members
  referencing old table as changed for each statement execute function ask_for_attribution_of_members();
create trigger campaign_members_changed_attribution after update on campaign_members
  referencing old table as removed new table as added for each statement execute function ask_for_attribution_of_responses();
