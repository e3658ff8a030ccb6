-- `is_again`: applied before, while it was nobody's; what is counted once for an event is not counted a second time.
-- `attempts`: how often the database refused what follows from it; it is tried again later, and holds nobody else up.
alter table engagement_work
  add column is_again boolean not null default false,
  add column attempts integer not null default 0;

-- Whose record it went into, so that a link in an old mail still leads to somebody.
alter table people
  add column merged_into uuid,
  add foreign key (tenant_id, merged_into) references people on delete set null (merged_into);
create index people_merged_into on people (tenant_id, merged_into) where merged_into is not null;

-- As before, with two differences: a mail to somebody who was erased leads to nobody, and to one who was merged away to the record that was
-- kept; and what a page said of a user id counts for pages alone, not for what a server sends.
create or replace function record_calls(tenant uuid, calls jsonb)
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
        select (select b.campaign_id from message_batches b where b.tenant_id = tenant and b.id = sent.batch_id) as campaign_id,
          (select coalesce(kept.id, case when got.erased_at is null then got.id end) from people got
            left join people kept on kept.tenant_id = tenant and kept.id = got.merged_into and kept.erased_at is null
            where got.tenant_id = tenant and got.id = sent.person_id) as person_id
        from messages sent where sent.tenant_id = tenant and sent.id = n."messageId" limit 1) m on true
      left join lateral (
        select id from people where tenant_id = tenant and external_id = n."userId" limit 1) p on true
      left join lateral (
        select i.person_id from identities i where i.tenant_id = tenant and i.kind = 'user' and i.value = n."userId"
          and (i.proven or n."keyId" in (select w.id from write_keys w where w.tenant_id = tenant and w.kind = 'site')) limit 1) u on true
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
