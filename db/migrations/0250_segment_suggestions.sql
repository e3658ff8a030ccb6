-- Rules that describe people who convert more often, found in what was known of them before; docs/decisions/0250-suggested-segments.md.
create table segment_suggestions (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  -- domain/segments/rule.ts; it means 20 people and more, so that no value in it is one person's.
  rule jsonb not null,
  rule_hash text not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  -- domain/segments/suggestions/suggestion.ts: people, conversions and lift, of all and of those who were not searched.
  evidence jsonb not null,
  -- How many people the rule means at `counted_at`; null where counting them takes too long.
  people integer,
  counted_at timestamptz,
  segment_id uuid,
  reason text,
  decided_by text,
  decided_at timestamptz,
  found_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, rule_hash),
  -- Deleting the segment leaves the suggestion decided.
  foreign key (tenant_id, segment_id) references segments on delete set null (segment_id)
);
call isolate_by_tenant('segment_suggestions');

-- The last look of each tenant: what there was to learn from, and why nothing is suggested.
create table segment_suggestion_rounds (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  looked_at timestamptz not null,
  -- 'found', 'nothing' (no rule stood) or 'too_few' (conversions)
  outcome text not null check (outcome in ('found', 'nothing', 'too_few')),
  -- People are taken as they were at one moment, or a week after each of them came.
  clock text not null check (clock in ('moment', 'arrival')),
  as_of timestamptz,
  people integer not null,
  converted integer not null,
  searched integer not null,
  primary key (tenant_id)
);
call isolate_by_tenant('segment_suggestion_rounds');
-- Housekeeping looks for tenants that have something to learn from and were not looked at for a week.
grant select (tenant_id, looked_at) on segment_suggestion_rounds to salescompass_directory;
create policy directory on segment_suggestion_rounds for select to salescompass_directory using (true);
