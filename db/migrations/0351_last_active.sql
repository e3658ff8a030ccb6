-- When somebody last did what is not kept any more: a rule that keeps events for a shorter time than people who do nothing must not make
-- anybody inactive. Of events that are gone already nobody knows: their people count as active up to then.
alter table people add column last_active_at timestamptz;

update people p set last_active_at = t.events_since
from tenants t
where t.tenant_id = p.tenant_id and t.events_since is not null
  and p.erased_at is null and p.consent <> 'granted' and p.created_at < t.events_since;
