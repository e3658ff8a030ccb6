-- A/B tests: on a broadcast or on a step of a drip. A variant is what differs from the source's own message, which is variant A; so a later
-- edit of the message reaches all variants. Messages know their variant by their batch.
create table experiments (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'testing', 'choosing', 'decided', 'cancelled')),
  -- What it is on: a broadcast, or a drip's step (in the version that people follow as it begins).
  broadcast_id uuid,
  drip_id uuid,
  step_id uuid,
  drip_version integer,
  metric text not null check (metric in ('clicks', 'opens', 'replies', 'conversions', 'revenue')),
  -- The name of the event that counts as a conversion.
  goal_event text,
  -- In hundredths of a percent of the audience; what is left over gets the winner.
  test_share integer not null check (test_share between 1 and 10000),
  hold_out integer not null default 0 check (hold_out between 0 and 5000),
  -- What the size is planned for: the rate expected of A and the lift to be noticed, as fractions.
  baseline double precision not null check (baseline > 0 and baseline <= 1),
  lift double precision not null check (lift > 0),
  minimum_people integer not null check (minimum_people >= 1),
  wait_hours double precision not null check (wait_hours >= 0),
  end_hours double precision not null check (end_hours > 0),
  looks integer not null check (looks between 1 and 10),
  decides text not null default 'auto' check (decides in ('auto', 'person')),
  -- The variant that is sent where there is no winner.
  fallback text not null default 'A',
  -- Who gets which variant is a hash of this and of the person's id.
  salt text not null default gen_random_uuid()::text,
  started_at timestamptz,
  -- For how long its campaign was paused since: looks come as much later.
  paused_ms bigint not null default 0,
  next_look_at timestamptz,
  -- winner: a look found it · no_winner: no look did · stopped, chosen: a person ended it
  outcome text check (outcome in ('winner', 'no_winner', 'stopped', 'chosen')),
  -- What the rest gets.
  sent_variant_id uuid,
  reasons text[] not null default '{}',
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  -- When the rest was let go.
  rolled_out_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade,
  foreign key (tenant_id, broadcast_id) references broadcasts on delete cascade,
  foreign key (tenant_id, drip_id) references drips on delete cascade,
  foreign key (tenant_id, step_id) references drip_steps on delete cascade,
  check (test_share + hold_out <= 10000),
  check (num_nonnulls(broadcast_id, step_id) <= 1),
  check ((drip_id is null) = (step_id is null))
);
create index experiments_campaign on experiments (tenant_id, campaign_id, id);
-- One message is tested by one experiment at a time; of a broadcast, which is sent once, by one at all.
create unique index experiments_broadcast on experiments (tenant_id, broadcast_id) where broadcast_id is not null;
create unique index experiments_step on experiments (tenant_id, step_id)
  where step_id is not null and status in ('draft', 'testing', 'choosing');
call isolate_by_tenant('experiments');

create table experiment_variants (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  experiment_id uuid not null,
  label text not null check (label in ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H')),
  -- The fields of the message that differ; none of A.
  changes jsonb not null default '{}',
  -- How long after the start it goes, where the time of sending is what differs.
  delay_minutes integer not null default 0 check (delay_minutes between 0 and 10080),
  edition_id uuid,
  primary key (tenant_id, id),
  unique (tenant_id, experiment_id, label),
  foreign key (tenant_id, experiment_id) references experiments on delete cascade
);
call isolate_by_tenant('experiment_variants');
alter table experiments add foreign key (tenant_id, sent_variant_id) references experiment_variants (tenant_id, id);

-- What each look saw and concluded, as it was: later clicks do not change it.
create table experiment_looks (
  tenant_id uuid not null default current_tenant(),
  experiment_id uuid not null,
  number integer not null,
  at timestamptz not null,
  -- The share of the planned information that was in.
  information double precision not null,
  -- What |z| had to reach; null where it was not asked.
  bound double precision,
  -- Whether it used up a part of alpha.
  counts boolean not null,
  kind text not null check (kind in ('winner', 'wait', 'no_winner')),
  winner_variant_id uuid,
  reasons text[] not null default '{}',
  -- [{ "label": "B", "n": 1000, "sum": 41, "sumSquares": 41, "z": 1.2 }]
  arms jsonb not null,
  primary key (tenant_id, experiment_id, number),
  foreign key (tenant_id, experiment_id) references experiments on delete cascade
);
call isolate_by_tenant('experiment_looks');

-- Which test and which variant of it a batch is of; without a variant: the rest, which waits for the winner.
alter table message_batches add experiment_id uuid, add experiment_variant_id uuid;

-- A whole number from 0 to below `size`, spread evenly by the text's hash: the same as `point` of domain/experiments/assignment.ts.
create function experiment_point(text text, size integer) returns integer
  language sql immutable parallel safe strict as $$
  select ((('x' || encode(substr(sha256(convert_to(text, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint & 4294967295) * size >> 32)::integer
$$;

-- The label of the variant that a person gets, '' among the rest; null: held out. The same as `placeOf`, with even shares.
create function experiment_place(salt text, person uuid, hold_out integer, test_share integer, labels text[]) returns text
  language sql immutable parallel safe strict as $$
  select case
    when part < hold_out then null
    when part >= hold_out + test_share then ''
    else labels[1 + experiment_point(salt || ':variant:' || person, cardinality(labels))] end
  from experiment_point(salt || ':part:' || person, 10000) as part
$$;
