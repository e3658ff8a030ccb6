-- Most statements that may tell of something tell of nothing, as nobody listens: they fire the trigger all the same.
create or replace function deliver_webhook_events() returns trigger language plpgsql as $$
begin
  if not exists (select from added) then return null; end if;
  insert into webhook_deliveries (tenant_id, endpoint_id, event_id, type)
  select a.tenant_id, e.id, a.id, a.type
  from added a join webhook_endpoints e on e.tenant_id = a.tenant_id and e.disabled_at is null and a.type = any(e.event_types)
  order by a.id, e.id;
  return null;
end $$;
