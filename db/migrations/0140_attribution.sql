-- Which campaign earned what: the touches that count for each opportunity, and the ledger of credits that follows from them.

-- What an organisation sets about the models; no row: what domain/attribution/model.ts says. The look-back and whether opens count stand
-- on the tenant.
create table attribution_settings (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  half_life_days integer not null check (half_life_days between 1 and 365),
  -- Per cent by place: first, leadCreation, opportunityCreation, last, rest.
  custom_weights jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id)
);
call isolate_by_tenant('attribution_settings');

-- Fits of the Markov model: how much each channel matters, from the paths of a time. The newest one holds.
create table attribution_fits (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  version integer not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  fitted_at timestamptz not null default now(),
  -- The last time that fitting again said the same.
  checked_at timestamptz not null default now(),
  -- Paths that were looked at, and how many of them were won.
  paths bigint not null,
  conversions bigint not null,
  baseline double precision not null,
  -- Channel → removal effect.
  effects jsonb not null,
  primary key (tenant_id, version)
);
call isolate_by_tenant('attribution_fits');

-- The touches that count for an opportunity, in their order: db/queries/touches.ts says which. Worked out anew with its credits, and so as
-- fresh as they are.
create table opportunity_touches (
  tenant_id uuid not null default current_tenant(),
  opportunity_id uuid not null,
  -- The event, or the membership whose first response it is.
  touch_id uuid not null,
  kind text not null check (kind in ('click', 'reply', 'form', 'page_view', 'open', 'response')),
  person_id uuid not null,
  campaign_id uuid,
  channel text not null,
  source text not null default '',
  at timestamptz not null,
  -- 1 is the first.
  position integer not null,
  primary key (tenant_id, opportunity_id, touch_id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, campaign_id) references campaigns on delete set null (campaign_id)
);
create index opportunity_touches_campaign on opportunity_touches (tenant_id, campaign_id, opportunity_id) where campaign_id is not null;
create index opportunity_touches_person on opportunity_touches (tenant_id, person_id);
call isolate_by_tenant('opportunity_touches');

-- The ledger. Append-only: what holds is the sum, and what does not hold any more is taken back by another row.
create table attribution_entries (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  opportunity_id uuid not null,
  model text not null check (model in
    ('first', 'last', 'last_non_direct', 'linear', 'time_decay', 'position', 'w_shaped', 'custom', 'markov', 'shapley')),
  -- Open amounts and won ones are never added up.
  measure text not null check (measure in ('pipeline', 'revenue')),
  kind text not null check (kind in ('credit', 'reversal', 'refund')),
  reason text not null check (reason in
    ('opened', 'won', 'lost', 'reopened', 'deleted', 'refunded', 'amount_changed', 'touches_changed', 'refitted')),
  -- The refund that it is a part of; null for what was won or is open.
  refund_id uuid,
  touch_id uuid not null,
  person_id uuid not null,
  campaign_id uuid,
  channel text not null,
  source text not null default '',
  -- In the tenant's currency as it was then; below zero where something is taken back.
  amount_minor bigint not null check (amount_minor <> 0),
  currency char(3) not null,
  -- The fit that a credit of the Markov model goes by; null: there was none yet.
  fit_version integer,
  -- When what it tells of happened; written_at is when it was worked out.
  occurred_at timestamptz not null,
  written_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, opportunity_id) references opportunities on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade,
  foreign key (tenant_id, campaign_id) references campaigns on delete set null (campaign_id)
);
create index attribution_entries_opportunity on attribution_entries (tenant_id, opportunity_id, model, measure);
create index attribution_entries_model on attribution_entries (tenant_id, model, id);
create index attribution_entries_campaign on attribution_entries (tenant_id, campaign_id, model, id) where campaign_id is not null;
create index attribution_entries_person on attribution_entries (tenant_id, person_id);
call isolate_by_tenant('attribution_entries');
-- Nobody rewrites it. A merge of two records says who the person is by now, and no more.
revoke update, delete on attribution_entries from salescompass_app;
grant update (person_id) on attribution_entries to salescompass_app;

-- What counts as a touch, or in what money, is another thing from now on: all is credited anew.
create function ask_for_attribution_of_all() returns trigger language plpgsql as $$
begin
  insert into attribution_work as w (tenant_id, opportunity_id)
  select new.tenant_id, o.id from opportunities o where o.tenant_id = new.tenant_id order by o.id
  on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1;
  return null;
end $$;
create trigger tenants_changed_attribution after update of look_back_days, count_opens_as_touch, currency on tenants
  for each row when ((old.look_back_days, old.count_opens_as_touch, old.currency)
    is distinct from (new.look_back_days, new.count_opens_as_touch, new.currency))
  execute function ask_for_attribution_of_all();
create trigger attribution_settings_changed after insert or update on attribution_settings
  for each row execute function ask_for_attribution_of_all();
