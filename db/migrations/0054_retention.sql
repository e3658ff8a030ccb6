-- How long a tenant keeps what it does not need for ever; engagement has its own column since the beginning. Null: for ever.
alter table tenants add column inactive_people_days integer check (inactive_people_days >= 90);
alter table tenants add column job_records_days integer check (job_records_days >= 30);
alter table tenants add column sign_ups_days integer not null default 90 check (sign_ups_days >= 7);
