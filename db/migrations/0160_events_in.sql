-- Events from sites, shops and other systems: who may send them, whose they are, and what of them is still to be applied.
create table write_keys (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  name text not null,
  -- site: stands in web pages, where everybody can read it; server: a secret. What each may do: docs/decisions/0160-events-in.md
  kind text not null check (kind in ('site', 'server')),
  -- The first letters, to tell keys apart.
  start text not null,
  key_hash bytea not null,
  -- The origins of the pages that a site's key may be used from.
  origins text[] not null default '{}',
  -- The trait of identify that says whether somebody consented; null: none does.
  consent_trait text,
  created_by text not null default '',
  created_by_name text not null default '',
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, key_hash)
);
call isolate_by_tenant('write_keys');

alter table engagement_events
  -- What a custom event or a form is called.
  add column name text,
  -- As whom it came in: the visitor's own id, and the person's external id where one was given.
  add column anonymous_id text,
  add column user_id text,
  add column write_key_id uuid;
-- Those that wait for somebody to say whose they are.
create index engagement_events_of_visitor on engagement_events (tenant_id, anonymous_id)
  where person_id is null and anonymous_id is not null;
create index engagement_events_of_user on engagement_events (tenant_id, user_id) where person_id is null and user_id is not null;

-- Ids that mean a person, beside the external id that stands on the person: visitors' own, and external ids of before.
create table identities (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  kind text not null check (kind in ('anonymous', 'user')),
  value text not null,
  -- null while nobody has said who it is
  person_id uuid,
  -- A server said so, with a secret key; what a page says may come from anybody.
  proven boolean not null default false,
  -- Touches from before the person was known; theirs from then on.
  first_touch jsonb,
  latest_touch jsonb,
  seen_at timestamptz not null default now(),
  primary key (tenant_id, kind, value),
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index identities_person on identities (tenant_id, person_id) where person_id is not null;
create index identities_seen on identities (tenant_id, seen_at);
call isolate_by_tenant('identities');

-- identify, group and alias that are still to be applied; deleted in the transaction that applies them.
create table identity_calls (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  received_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  -- How often applying it went wrong.
  attempts integer not null default 0,
  write_key_id uuid not null,
  type text not null check (type in ('identify', 'group', 'alias')),
  call jsonb not null,
  primary key (tenant_id, id)
);
create index identity_calls_due on identity_calls (tenant_id, due_at);
call isolate_by_tenant('identity_calls');
grant select (tenant_id, due_at) on identity_calls to salescompass_directory;
create policy directory on identity_calls for select to salescompass_directory using (true);

-- What was refused and why, and what became of identify, group and alias: for whoever sets a site up. Kept for a day, without values.
create table ingest_notes (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
  write_key_id uuid not null,
  type text not null default '',
  outcome text not null check (outcome in ('applied', 'refused')),
  -- Stable, for programs; the detail is a sentence for people.
  code text not null,
  detail text not null,
  primary key (tenant_id, id)
);
create index ingest_notes_age on ingest_notes (tenant_id, at);
call isolate_by_tenant('ingest_notes');

-- Appends calls of one tenant in one round trip: events with a work row each, and identify, group and alias to be applied (those
-- without a kind). A key that was seen before, here or in an earlier request, is left out of the answer. The tenant is set for this
-- statement alone. Keys are taken in order, so that two requests with the same ones wait for each other and not in a circle.
-- Looked up one by one (the limits see to it): a join would let the planner read all of a tenant's people.
create function record_calls(tenant uuid, calls jsonb)
  returns table (stored integer)
  language plpgsql as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  return query
    with given as materialized (
      select * from jsonb_to_recordset(calls) as call(
        place integer, key text, "keyId" uuid, type text, kind text, name text, "anonymousId" text, "userId" text,
        "messageId" uuid, "utmId" text, "agoMs" double precision, verdict text, rule text, data jsonb)
    ), fresh as materialized (
      insert into engagement_keys (key) select distinct g.key from given g order by g.key
      on conflict (tenant_id, key) do nothing returning engagement_keys.key
    ), new as materialized (
      select distinct on (g.key) g.*, uuidv7() as event_id
      from given g where g.key in (select f.key from fresh f) order by g.key, g.place
    ), known as materialized (
      select n.*, coalesce(p.id, u.person_id, m.person_id, case when n."userId" is null then a.person_id end) as person,
        coalesce(c.id, m.campaign_id) as campaign
      from new n
      left join lateral (
        select sent.person_id, (select b.campaign_id from message_batches b where b.tenant_id = tenant and b.id = sent.batch_id) as campaign_id
        from messages sent where sent.tenant_id = tenant and sent.id = n."messageId" limit 1) m on true
      left join lateral (
        select id from people where tenant_id = tenant and external_id = n."userId" limit 1) p on true
      left join lateral (
        select i.person_id from identities i where i.tenant_id = tenant and i.kind = 'user' and i.value = n."userId" limit 1) u on true
      left join lateral (
        select i.person_id from identities i
        where i.tenant_id = tenant and i.kind = 'anonymous' and i.value = n."anonymousId" limit 1) a on true
      left join lateral (
        select id from campaigns where tenant_id = tenant and utm_id = n."utmId" limit 1) c on true
      where n.kind is not null
    ), appended as (
      insert into engagement_events
        (id, received_at, occurred_at, kind, name, verdict, verdict_rule, person_id, campaign_id, message_id, anonymous_id, user_id,
          write_key_id, data)
      select k.event_id, now(), now() - make_interval(secs => k."agoMs" / 1000), k.kind, k.name, k.verdict, k.rule, k.person,
        k.campaign, k."messageId", k."anonymousId", k."userId", k."keyId", k.data
      from known k
    ), queued as (
      insert into engagement_work (event_id, received_at, due_at) select k.event_id, now(), now() from known k
    ), waiting as (
      insert into identity_calls (id, write_key_id, type, call)
      select n.event_id, n."keyId", n.type, n.data || jsonb_build_object('agoMs', n."agoMs")
      from new n where n.kind is null order by n.place
    )
    select n.place from new n;
end $$;
