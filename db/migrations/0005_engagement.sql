-- What people did with what was sent. Partitioned by month; the application reaches the parent only.
create table engagement_events (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  received_at timestamptz not null default now(),
  occurred_at timestamptz not null,
  kind text not null check (kind in
    ('delivered', 'open', 'click', 'reply', 'bounce', 'complaint', 'unsubscribe', 'page_view', 'form', 'custom')),
  verdict text not null default 'unknown' check (verdict in ('human', 'machine', 'unknown')),
  -- Which rule gave the verdict.
  verdict_rule text,
  person_id uuid,
  campaign_id uuid,
  source_id uuid,
  message_id uuid,
  edition_id uuid,
  link_index smallint,
  data jsonb not null default '{}',
  primary key (tenant_id, received_at, id)
) partition by range (received_at);
create index engagement_events_person on engagement_events (tenant_id, person_id, occurred_at desc);
create index engagement_events_source on engagement_events (tenant_id, source_id, kind, occurred_at desc);
create index engagement_events_message on engagement_events (tenant_id, message_id);
call isolate_by_tenant('engagement_events');

create table engagement_events_default partition of engagement_events default;

-- Makes the partition of a month; the default one is the net under it. Children get no grants, so nobody passes by the policy.
create procedure ensure_engagement_partition(month date)
  language plpgsql as $$
declare
  child text := format('engagement_events_%s', to_char(month, 'YYYY_MM'));
  first_day date := date_trunc('month', month)::date;
begin
  if to_regclass('public.' || child) is null then
    execute format('create table %I partition of engagement_events for values from (%L) to (%L)',
      child, first_day, (first_day + interval '1 month')::date);
  end if;
end $$;
do $$
begin
  for ahead in 0..2 loop
    call ensure_engagement_partition((date_trunc('month', now()) + make_interval(months => ahead))::date);
  end loop;
end $$;

-- A unique key on a partitioned table must hold the partition column, so a replay next month would double: keys live here.
create table engagement_keys (
  tenant_id uuid not null default current_tenant(),
  key text not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index engagement_keys_age on engagement_keys (received_at);
call isolate_by_tenant('engagement_keys');

-- One row per event whose consequences are still to be applied; deleted in the transaction that applies them.
create table engagement_work (
  tenant_id uuid not null default current_tenant(),
  event_id uuid not null,
  received_at timestamptz not null,
  -- A click or an open waits a moment, so that a burst over all links can be told from a person.
  due_at timestamptz not null,
  primary key (tenant_id, event_id)
);
create index engagement_work_due on engagement_work (tenant_id, due_at);
call isolate_by_tenant('engagement_work');
grant select (tenant_id, due_at) on engagement_work to salescompass_directory;
create policy directory on engagement_work for select to salescompass_directory using (true);
