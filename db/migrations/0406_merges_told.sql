-- A record that was merged into another was told of as erased, and whoever keeps people beside ours erased somebody who is still here.
create or replace function tell_of_changed_people() returns trigger language plpgsql as $$
begin
  if not is_told(array['person.updated', 'person.merged', 'person.erased']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select changed.tenant_id, changed.type, jsonb_build_object('personId', changed.id)
    || case changed.type when 'person.merged' then jsonb_build_object('keptPersonId', changed.merged_into) else '{}' end
  from (
    select a.tenant_id, a.id, a.merged_into, case
      when a.erased_at is null or r.erased_at is not null then 'person.updated'
      when a.merged_into is not null then 'person.merged'
      else 'person.erased' end as type
    from added a join removed r using (tenant_id, id)
    where a.version <> r.version or a.erased_at is distinct from r.erased_at) changed
  where changed.tenant_id in (select tenants_told(changed.type));
  return null;
end $$;
