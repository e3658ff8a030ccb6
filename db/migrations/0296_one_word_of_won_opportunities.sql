-- What is told of opportunities that are won stood twice, for those that come in as won and for those that become so.
drop trigger opportunities_won_told on opportunities;
drop function tell_of_won_opportunities();

create or replace function tell_of_opportunities() returns trigger language plpgsql as $$
declare
  known uuid[] := '{}';
begin
  if not is_told(array['opportunity.won']) then return null; end if;
  -- `removed` is there where rows were changed, and only then.
  if tg_op = 'UPDATE' then
    select coalesce(array_agg(id), '{}') into known from removed where state = 'won';
  end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'opportunity.won', jsonb_build_object('opportunityId', a.id, 'amountMinor', a.amount_minor,
    'currency', trim(a.currency), 'closedAt', to_char(a.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from added a
  where a.state = 'won' and a.id <> all (known) and a.deleted_at is null and a.tenant_id in (select tenants_told('opportunity.won'));
  return null;
end $$;
create trigger opportunities_won_told after update on opportunities
  referencing old table as removed new table as added for each statement execute function tell_of_opportunities();
