-- What is recommended to people, what belongs together by who read it, and what was put into whose mail; docs/decisions/0251-content.md.

-- An address as clicks and visits are known by: without scheme, www, what stands behind a question mark or a hash, and slashes at its end.
create function content_url_key(url text) returns text
  language sql immutable strict parallel safe as $$
  select regexp_replace(regexp_replace(lower(split_part(split_part(trim(url), '#', 1), '?', 1)), '^https?://(www\.)?', ''), '/+$', '')
$$;

create table content_items (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  title text not null,
  description text not null default '',
  url text not null,
  url_key text not null generated always as (content_url_key(url)) stored,
  image_url text,
  format text not null check (format in ('article', 'video', 'webinar', 'guide', 'case_study', 'event', 'tool', 'other')),
  language text,
  topics text[] not null default '{}',
  valid_from date,
  valid_until date,
  archived_at timestamptz,
  -- By the last round of the day: how many people read it, and how many lately, each by how lately.
  readers integer not null default 0,
  popularity float8 not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check (valid_from is null or valid_until is null or valid_from <= valid_until)
);
-- One address is one item, or nobody could say which was read.
create unique index content_items_url on content_items (tenant_id, url_key) where archived_at is null;
create index content_items_title on content_items (tenant_id, title, id);
call isolate_by_tenant('content_items');
-- Housekeeping looks for tenants with items whose round is overdue.
grant select (tenant_id, archived_at) on content_items to salescompass_directory;
create policy directory on content_items for select to salescompass_directory using (true);

-- The items most like each, fifty at most, by who read both; written anew by each round.
create table content_neighbours (
  tenant_id uuid not null default current_tenant(),
  content_item_id uuid not null,
  neighbour_id uuid not null,
  similarity float8 not null,
  primary key (tenant_id, content_item_id, neighbour_id),
  foreign key (tenant_id) references tenants on delete cascade,
  foreign key (tenant_id, content_item_id) references content_items on delete cascade,
  foreign key (tenant_id, neighbour_id) references content_items on delete cascade
);
create index content_neighbours_neighbour on content_neighbours (tenant_id, neighbour_id);
call isolate_by_tenant('content_neighbours');

-- The last round of each tenant, and what its recommendations would have been worth on what people read afterwards.
create table content_rounds (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  compared_at timestamptz not null,
  people integer not null,
  engagements integer not null,
  -- domain/content-items/measure.ts; null where there was too little to hide a part of it
  comparison jsonb,
  primary key (tenant_id)
);
call isolate_by_tenant('content_rounds');
grant select (tenant_id, compared_at) on content_rounds to salescompass_directory;
create policy directory on content_rounds for select to salescompass_directory using (true);

-- What was chosen for the mail of somebody; it was shown to them where the message was sent.
create table content_showings (
  tenant_id uuid not null default current_tenant(),
  message_id uuid not null,
  -- 1 to 3
  place smallint not null,
  person_id uuid not null,
  content_item_id uuid not null,
  reason text not null check (reason in ('read', 'topic', 'popular')),
  chosen_at timestamptz not null,
  primary key (tenant_id, message_id, place),
  foreign key (tenant_id) references tenants on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, content_item_id) references content_items on delete cascade
);
create index content_showings_person on content_showings (tenant_id, person_id);
create index content_showings_item on content_showings (tenant_id, content_item_id);
call isolate_by_tenant('content_showings');
