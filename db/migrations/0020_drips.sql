-- Drips: who is where in which version, what happened on the way, and how their messages take the road of all others.

-- Days that are no business days, of the tenant's own calendar.
create table holidays (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  day date not null,
  name text not null default '',
  primary key (tenant_id, day)
);
call isolate_by_tenant('holidays');

create table drips (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'running', 'paused', 'completed', 'cancelled')),
  priority text not null default 'normal' check (priority in ('high', 'normal', 'low')),
  position integer not null default 1,
  -- The version that people who come in now follow.
  current_version integer not null default 1,
  -- Until when its workflow sleeps at most: whoever needs it sooner sets it earlier and wakes it, and nobody else does.
  next_wake_at timestamptz,
  started_at timestamptz,
  paused_at timestamptz,
  -- Since when nobody new comes in: the campaign's end date has come.
  entry_closed_at timestamptz,
  completed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create index drips_campaign on drips (tenant_id, campaign_id, position, id);
call isolate_by_tenant('drips');

-- A drip's definition as it was approved. The one of a drip that has not begun is edited in place; later ones are new rows.
create table drip_versions (
  tenant_id uuid not null default current_tenant(),
  drip_id uuid not null,
  number integer not null,
  state text not null default 'draft' check (state in ('draft', 'in_review', 'active', 'superseded', 'rejected', 'withdrawn')),
  -- Without the messages' content, which is in variants.
  definition jsonb not null default '{}',
  scope text not null default 'everyone' check (scope in ('everyone', 'newOnly')),
  -- Where people go who stand at a step that it does not have: { "step": "otherStep" | null }.
  moves jsonb not null default '{}',
  -- What the approval pinned.
  content_hash text,
  note text not null default '',
  comment text not null default '',
  created_by text not null default '',
  created_by_name text not null default '',
  created_at timestamptz not null default now(),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  activated_at timestamptz,
  primary key (tenant_id, drip_id, number),
  foreign key (tenant_id, drip_id) references drips on delete cascade
);
create unique index drip_versions_pending on drip_versions (tenant_id, drip_id) where state = 'in_review';
call isolate_by_tenant('drip_versions');

-- Every step that a drip ever had: its id is the source of its messages, whatever version they are of.
create table drip_steps (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  key text not null,
  primary key (tenant_id, id),
  unique (tenant_id, drip_id, key),
  foreign key (tenant_id, drip_id) references drips on delete cascade
);
call isolate_by_tenant('drip_steps');

-- The message of a step in one version: the source of its variants.
create table drip_messages (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  number integer not null,
  step_id uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, drip_id, number, step_id),
  foreign key (tenant_id, drip_id, number) references drip_versions on delete cascade,
  foreign key (tenant_id, step_id) references drip_steps on delete cascade
);
call isolate_by_tenant('drip_messages');

-- One row per enrolment: where somebody is, since when, until when, and how it ended.
create table drip_positions (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  person_id uuid not null,
  state text not null default 'enrolled' check (state in ('enrolled', 'active', 'paused', 'completed', 'exited', 'failed')),
  step text,
  since timestamptz not null,
  -- null while it waits for something else than time
  due_at timestamptz,
  waits_for text not null default 'time' check (waits_for in ('time', 'message', 'window', 'webhook', 'nothing')),
  -- Where the person goes on from here, where that is not what the definition says (a step was removed).
  goes_to text,
  -- The version that is followed from the next step on.
  version integer not null,
  reason text,
  source text not null default 'by_hand',
  -- What an entry by date is for, so that one birthday lets nobody in twice.
  occasion text,
  enrolled_at timestamptz not null,
  ended_at timestamptz,
  goal_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, drip_id) references drips on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
) with (fillfactor = 70);
create unique index drip_positions_open on drip_positions (tenant_id, drip_id, person_id) where ended_at is null;
create index drip_positions_due on drip_positions (tenant_id, drip_id, due_at) where ended_at is null;
create index drip_positions_person on drip_positions (tenant_id, person_id);
create index drip_positions_drip on drip_positions (tenant_id, drip_id, id);
create unique index drip_positions_occasion on drip_positions (tenant_id, drip_id, person_id, occasion) where occasion is not null;
call isolate_by_tenant('drip_positions');

-- What happened at each step, once it had its outcome; append-only.
create table drip_moves (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  position_id uuid not null,
  step text not null,
  at timestamptz not null,
  -- waited, sent, skipped, yes, no, the label of a path, left …
  outcome text not null,
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, position_id) references drip_positions on delete cascade
);
create index drip_moves_position on drip_moves (tenant_id, position_id, id);
create index drip_moves_step on drip_moves (tenant_id, drip_id, step);
call isolate_by_tenant('drip_moves');

-- What a step asks of the world outside (a webhook, a mail to the owner), written with the move and carried out after it.
create table drip_calls (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  drip_id uuid not null,
  position_id uuid not null,
  step text not null,
  version integer not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  -- Whoever carries it out holds it until then, by the database's clock.
  claimed_until timestamptz,
  reason text,
  primary key (tenant_id, id),
  unique (tenant_id, position_id, step),
  foreign key (tenant_id, position_id) references drip_positions on delete cascade
);
create index drip_calls_waiting on drip_calls (tenant_id, drip_id, due_at) where status = 'waiting';
call isolate_by_tenant('drip_calls');

-- The part of a campaign whose workflow hears what became of the messages, where that is not the source itself; and the hours in
-- which they may go, beside the tenant's quiet hours.
alter table message_batches add part_id uuid, add send_window jsonb;

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
            when source_kind <> 'broadcast' then c.status = 'running'
            when b.status = 'completed' then c.status in ('running', 'completed')
            else b.status = 'sending' and c.status = 'running' end)
    end
    and not exists (select from tenants t where t.tenant_id = current_tenant() and t.sending_stopped_at is not null)
    and not exists (select from installation where sending_stopped_at is not null)
$$;

-- Why a message of a drip may not go any more at this moment: its person has left the drip, or is held. Null where nothing is in its way.
create function drip_obstacle(enrolment uuid) returns text
  language sql stable parallel safe
  return (select case state when 'active' then null when 'paused' then 'drip_paused' else 'left_drip' end
    from drip_positions where tenant_id = current_tenant() and id = enrolment);
