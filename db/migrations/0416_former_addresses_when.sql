-- From when and until when somebody had an address of before: a report on a message tells of the one that it went to. Of a stretch that came
-- again the last is kept. Null: not known.
alter table former_addresses add column since timestamptz, add column until timestamptz;
grant update (since, until) on former_addresses to salescompass_importer;

create or replace function keep_former_address() returns trigger language plpgsql as $$
begin
  insert into former_addresses (tenant_id, person_id, email_hash, since, until)
  values (old.tenant_id, old.id, old.email_hash, old.email_since, clock_timestamp())
  on conflict (tenant_id, person_id, email_hash) do update set since = excluded.since, until = excluded.until;
  return null;
end $$;
