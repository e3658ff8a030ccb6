-- Segments: rules over people that select whoever matches now; docs/decisions/0020-segment-rules.md.

-- The zones that this server can reckon with. A person's zone comes from outside and may be one that it does not know, which would
-- fail a whole query; where the name is not in here, the tenant's zone holds.
create table time_zones (name text primary key);
insert into time_zones select distinct name from pg_timezone_names;
grant select on time_zones to salescompass_app;
analyze time_zones;

create table segments (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  description text not null default '',
  -- domain/segments/rule.ts
  rule jsonb not null,
  -- Whether entries and exits are kept although nothing waits for them.
  is_watched boolean not null default false,
  created_by text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call isolate_by_tenant('segments');

-- Which segments a segment builds on; the keys keep one that others build on from being deleted.
create table segment_parts (
  tenant_id uuid not null default current_tenant(),
  segment_id uuid not null,
  part_id uuid not null,
  primary key (tenant_id, segment_id, part_id),
  foreign key (tenant_id, segment_id) references segments on delete cascade,
  foreign key (tenant_id, part_id) references segments
);
create index segment_parts_part on segment_parts (tenant_id, part_id);
call isolate_by_tenant('segment_parts');

-- Whether a day comes round between two days at most a year apart, a year after it at the earliest; adding years takes 29 February to the
-- 28th where the year has none.
create function is_anniversary(day date, first date, last date) returns boolean
  language sql immutable strict parallel safe
  return (extract(year from first) > extract(year from day)
      and (day + make_interval(years => (extract(year from first) - extract(year from day))::int))::date between first and last)
    or (extract(year from last) > extract(year from day)
      and (day + make_interval(years => (extract(year from last) - extract(year from day))::int))::date between first and last);
