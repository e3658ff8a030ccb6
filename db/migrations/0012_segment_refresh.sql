-- Who is in the segments that are watched, and who came and went.
alter table segments add column refreshed_at timestamptz;
-- Housekeeping looks for watched segments that nobody refreshes.
grant select (tenant_id, is_watched, refreshed_at) on segments to salescompass_directory;
create policy directory on segments for select to salescompass_directory using (true);

create table segment_people (
  tenant_id uuid not null default current_tenant(),
  segment_id uuid not null,
  person_id uuid not null,
  entered_at timestamptz not null,
  primary key (tenant_id, segment_id, person_id),
  foreign key (tenant_id, segment_id) references segments on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index segment_people_person on segment_people (tenant_id, person_id);
call isolate_by_tenant('segment_people');

-- Append-only. The ids of one segment's rows are in the order in which they were committed (one refresh of it at a time), so that
-- whoever acts on them can go on from the last id that it has seen.
create table segment_changes (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  segment_id uuid not null,
  person_id uuid not null,
  change text not null check (change in ('entered', 'left')),
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, segment_id) references segments on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index segment_changes_segment on segment_changes (tenant_id, segment_id, id);
create index segment_changes_person on segment_changes (tenant_id, person_id, id);
call isolate_by_tenant('segment_changes');

-- Worked out in the rule's own SQL, which is ten times as fast as a call for each person.
drop function is_anniversary;
