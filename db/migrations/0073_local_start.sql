-- Broadcasts that go at an hour of each person's own clock: the day and the hour, who goes when, and batches that open at a moment.
alter table broadcasts add local_start text check (local_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$');

-- When a batch may be released; null: with the broadcast.
alter table message_batches add opens_at timestamptz;

-- People whose clocks show the hour at the same moment go together.
create table broadcast_departures (
  tenant_id uuid not null default current_tenant(),
  broadcast_id uuid not null,
  at timestamptz not null,
  zones text[] not null,
  people integer not null,
  released_at timestamptz,
  primary key (tenant_id, broadcast_id, at),
  foreign key (tenant_id, broadcast_id) references broadcasts on delete cascade
);
call isolate_by_tenant('broadcast_departures');
