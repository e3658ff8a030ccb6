-- Nurture programmes: streams of content from which every member gets, at each cast, the first item that they have not had.

create table nurtures (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'running', 'completed', 'cancelled')),
  position integer not null default 1,
  -- Schedule, streams and the rules by which people change streams; its items are rows.
  definition jsonb not null,
  started_at timestamptz,
  completed_at timestamptz,
  -- Why it could not begin; a sentence for people.
  failure text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade
);
create index nurtures_campaign on nurtures (tenant_id, campaign_id, position, id);
call isolate_by_tenant('nurtures');

-- The content: the source of its variant and of its messages. It may stand in several streams and is sent to nobody twice.
create table nurture_items (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  nurture_id uuid not null,
  name text not null,
  -- draft: approved with its campaign · in_review: came later and waits for an approval of its own
  state text not null default 'draft' check (state in ('draft', 'in_review', 'active')),
  is_on_hold boolean not null default false,
  -- From when and until when (exclusive) it may go; null: no such bound.
  valid_from timestamptz,
  valid_until timestamptz,
  edition_id uuid,
  -- Why it could not be compiled; it is left out until then.
  failure text,
  created_by text not null default '',
  decided_by_name text,
  decided_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, nurture_id) references nurtures on delete cascade
);
create index nurture_items_nurture on nurture_items (tenant_id, nurture_id, id);
call isolate_by_tenant('nurture_items');

-- Which items a stream has, the most important first.
create table nurture_places (
  tenant_id uuid not null default current_tenant(),
  nurture_id uuid not null,
  stream text not null,
  item_id uuid not null,
  position integer not null,
  primary key (tenant_id, nurture_id, stream, item_id),
  foreign key (tenant_id, nurture_id) references nurtures on delete cascade,
  foreign key (tenant_id, item_id) references nurture_items on delete cascade
);
create index nurture_places_item on nurture_places (tenant_id, item_id);
call isolate_by_tenant('nurture_places');

-- Who is in it: the stream that they get their next item from, and whether they get any.
create table nurture_members (
  tenant_id uuid not null default current_tenant(),
  nurture_id uuid not null,
  person_id uuid not null,
  stream text not null,
  cadence text not null default 'normal' check (cadence in ('normal', 'paused')),
  added_at timestamptz not null,
  -- The cast that has dealt with them last: each cast deals with everybody once.
  last_cast_at timestamptz,
  primary key (tenant_id, nurture_id, person_id),
  foreign key (tenant_id, nurture_id) references nurtures on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
) with (fillfactor = 80);
create index nurture_members_person on nurture_members (tenant_id, person_id);
call isolate_by_tenant('nurture_members');

-- What each cast did.
create table nurture_casts (
  tenant_id uuid not null default current_tenant(),
  nurture_id uuid not null,
  at timestamptz not null,
  enqueued integer not null default 0,
  exhausted integer not null default 0,
  unreachable integer not null default 0,
  moved integer not null default 0,
  primary key (tenant_id, nurture_id, at),
  foreign key (tenant_id, nurture_id) references nurtures on delete cascade
);
call isolate_by_tenant('nurture_casts');

alter table variants drop constraint variants_source_kind_check;
alter table variants add constraint variants_source_kind_check
  check (source_kind in ('broadcast', 'drip_step', 'nurture_item', 'transactional'));

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
            -- What is on hold waits on the road too.
            when source_kind = 'nurture' then c.status = 'running' and exists (
              select from nurture_items i join nurtures n on n.tenant_id = i.tenant_id and n.id = i.nurture_id
              where i.tenant_id = c.tenant_id and i.id = source and n.status = 'running' and not i.is_on_hold)
            when source_kind <> 'broadcast' then c.status = 'running'
            when b.status = 'completed' then c.status in ('running', 'completed')
            else b.status = 'sending' and c.status = 'running' end)
    end
    and not exists (select from tenants t where t.tenant_id = current_tenant() and t.sending_stopped_at is not null)
    and not exists (select from installation where sending_stopped_at is not null)
$$;

-- Why a message of a nurture programme may not go to a person any more at this moment: they are held, or have left it. Null where
-- nothing is in its way.
create function nurture_obstacle(item uuid, person uuid) returns text
  language sql stable parallel safe
  return (select case when m.person_id is null then 'left_nurture' when m.cadence = 'paused' then 'nurture_paused' end
    from nurture_items i
    left join nurture_members m on m.tenant_id = i.tenant_id and m.nurture_id = i.nurture_id and m.person_id = person
    where i.tenant_id = current_tenant() and i.id = item);
