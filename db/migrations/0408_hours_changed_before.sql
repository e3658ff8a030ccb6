-- When the hours of an organisation became others before the last time: who waited in a drip that was held, and was not due as they first did,
-- is overdue by none of them.
alter table tenants add column hours_changed_before timestamptz[] not null default '{}';
