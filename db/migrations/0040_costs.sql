-- What campaigns cost, and the rates that put it into the tenant's currency.

-- One unit of `currency` is worth `rate` units of `into_currency` from `valid_from` until the next rate of the pair.
create table exchange_rates (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  currency char(3) not null,
  into_currency char(3) not null,
  valid_from date not null,
  id uuid not null default uuidv7(),
  rate numeric(20, 10) not null check (rate > 0),
  source text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, currency, into_currency, valid_from),
  unique (tenant_id, id)
);
call isolate_by_tenant('exchange_rates');

create table costs (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  kind text not null check (kind in ('planned', 'committed', 'actual')),
  spent_on date not null,
  vendor text not null default '',
  note text not null default '',
  -- A refund is a negative actual amount; what is planned or committed is not negative.
  amount_minor bigint not null,
  currency char(3) not null,
  -- What it was worth in the tenant's currency at the rate of its date, kept: docs/decisions/0050-values-at-the-rate-of-the-day.md.
  -- Null: there was no rate.
  rate numeric(20, 10),
  value_minor bigint,
  position integer not null,
  created_by text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade,
  check (amount_minor > 0 or kind = 'actual'),
  check ((rate is null) = (value_minor is null))
);
create index costs_campaign on costs (tenant_id, campaign_id, position, id);
create index costs_without_value on costs (tenant_id, currency) where value_minor is null;
call isolate_by_tenant('costs');
