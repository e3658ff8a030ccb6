-- What is due is asked for each endpoint by itself: of one that fails all waits, and whoever is well would look through it for their own.
drop index webhook_deliveries_due;
create index webhook_deliveries_due on webhook_deliveries (tenant_id, endpoint_id, next_try_at, id) where status = 'waiting';
