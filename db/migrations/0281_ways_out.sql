-- What slows sending down on purpose: a receiver's wish for patience halves its rate, which comes back little by little; a sender that is
-- new sends more every day; and what waits says why.
alter table token_buckets
  -- The rate that somebody set, where the receiver's wish has lowered it; null: per_second is what was set, or nobody set any.
  add column base_per_second double precision,
  -- When it was halved last. From the end of the block on the rate rises: by a sixtieth of what was set, or one a second, each minute.
  add column slowed_at timestamptz;

create function bucket_rate(b token_buckets) returns double precision
  language sql volatile
  return case when b.slowed_at is null then b.per_second
    else least(coalesce(b.base_per_second, 'infinity'), b.per_second + greatest(coalesce(b.base_per_second / 60, 1), 0.01)
      * greatest(extract(epoch from clock_timestamp() - greatest(b.slowed_at, b.blocked_until)), 0) / 60) end;

-- Who takes the mail of a domain, as its MX says: domains that one provider hosts share its bucket. A cache; DNS is the truth.
create table mail_providers (
  domain text primary key,
  -- Empty: it takes its mail itself, or nobody could say.
  provider text not null,
  looked_at timestamptz not null default now()
);
create index mail_providers_age on mail_providers (looked_at);
grant select, insert, update, delete on mail_providers to salescompass_app;

-- How many messages a new sender may send on each day, so that receivers get to know it.
create table sender_warm_ups (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  sender_id uuid not null,
  -- The most on its first, second, … day; behind the last one there is no limit.
  plan integer[] not null check (cardinality(plan) <= 60),
  started_on date not null,
  -- When a day of it begins, by the organisation's clock.
  starts_at time not null default '09:00',
  primary key (tenant_id, sender_id),
  foreign key (tenant_id, sender_id) references senders on delete cascade
);
call isolate_by_tenant('sender_warm_ups');

-- What of a day's allowance is taken. Check and claim are one upsert of this row, so that it holds over workers and restarts.
create table sender_days (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  sender_id uuid not null,
  day date not null,
  taken integer not null,
  primary key (tenant_id, sender_id, day),
  foreign key (tenant_id, sender_id) references senders on delete cascade
) with (fillfactor = 50);
call isolate_by_tenant('sender_days');

-- Why the messages of a batch were put off until not_before, such as warm_up or receiver_slow:google.
alter table message_batches add column wait_reason text;
