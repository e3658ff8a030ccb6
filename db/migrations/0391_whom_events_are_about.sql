-- Whom an event is about, so that an erasure finds what endpoints answered to being told of it: that may hold what they know of the person.
alter table webhook_events add column person_id uuid generated always as ((data ->> 'personId')::uuid) stored;
create index webhook_events_person on webhook_events (tenant_id, person_id) where person_id is not null;
create index webhook_deliveries_event on webhook_deliveries (tenant_id, event_id);
