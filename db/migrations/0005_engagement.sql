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
-- What the net caught in the meantime moves to its month.
create procedure ensure_engagement_partition(month date)
  language plpgsql as $$
declare
  child text := format('engagement_events_%s', to_char(month, 'YYYY_MM'));
  first_day date := date_trunc('month', month)::date;
  next_month date := (date_trunc('month', month) + interval '1 month')::date;
begin
  if to_regclass('public.' || child) is not null then
    return;
  end if;
  execute format('create table public.%I (like public.engagement_events including defaults including constraints)', child);
  execute format(
    'with caught as (delete from public.engagement_events_default where received_at >= %L and received_at < %L returning *)
     insert into public.%I select * from caught', first_day, next_month, child);
  execute format('alter table public.engagement_events attach partition public.%I for values from (%L) to (%L)',
    child, first_day, next_month);
end $$;

-- This month's and the next three: called when migrating, and daily by housekeeping, which owns nothing and so may call this
-- and no more.
create function ensure_engagement_partitions() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('engagement_partitions'));
  for ahead in 0..3 loop
    call ensure_engagement_partition((date_trunc('month', now()) + make_interval(months => ahead))::date);
  end loop;
end $$;
revoke all on function ensure_engagement_partitions() from public;
grant execute on function ensure_engagement_partitions() to salescompass_directory;
select ensure_engagement_partitions();

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

-- Appends a handful of hits of one tenant in one round trip: the events, and a work row for each. The tenant is set for this
-- statement alone; a hit on a message that the tenant does not have is left out of the answer.
create function record_hits(tenant uuid, hits jsonb, settle interval)
  returns table (place integer, edition_id uuid, person_id uuid)
  language plpgsql as $$
declare
  -- Messages are taken by primary key: joined to the hits, the planner would rather read all of the tenant's.
  ids uuid[] := array(select (hit ->> 'messageId')::uuid from jsonb_array_elements(hits) hit);
begin
  perform set_config('app.tenant_id', tenant::text, true);
  return query
    with given as (
      select * from jsonb_to_recordset(hits) as hit(
        place integer, kind text, "messageId" uuid, "agoMs" double precision, "linkIndex" smallint,
        verdict text, rule text, data jsonb)
    ), known as materialized (
      select m.id, m.person_id as person, m.source_id, m.edition_id as edition,
        (select b.campaign_id from message_batches b where b.tenant_id = tenant and b.id = m.batch_id) as campaign
      from messages m where m.tenant_id = tenant and m.id = any(ids)
    ), found as materialized (
      select g.*, k.*, uuidv7() as event_id from given g join known k on k.id = g."messageId"
    ), stored as (
      insert into engagement_events
        (id, received_at, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id, source_id, message_id, edition_id,
          link_index, data)
      select event_id, now(), now() - make_interval(secs => "agoMs" / 1000), kind, verdict, rule, person, campaign, source_id,
        id, edition, "linkIndex", data
      from found
    ), queued as (
      insert into engagement_work (event_id, received_at, due_at) select event_id, now(), now() + settle from found
    )
    select found.place, found.edition, found.person from found;
end $$;

-- What the merge fields of a link are filled from, in one round trip like record_hits: somebody waits for the redirect.
create function merge_data_of(tenant uuid, message uuid)
  returns table (person jsonb, attributes jsonb, tenant_name text, postal_address text, campaign_name text)
  language plpgsql as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  return query
    select to_jsonb(p),
      (select jsonb_object_agg(d.key, to_jsonb(a) -> d.slot)
        from attribute_definitions d, person_attributes a
        where d.tenant_id = tenant and a.tenant_id = tenant and a.person_id = p.id),
      t.name, t.postal_address,
      (select c.name from campaigns c where c.tenant_id = tenant and c.id = (
        select b.campaign_id from message_batches b where b.tenant_id = tenant and b.id = m.batch_id))
    from messages m
    join people p on p.tenant_id = tenant and p.id = m.person_id
    join tenants t on t.tenant_id = tenant
    where m.tenant_id = tenant and m.id = message;
end $$;
