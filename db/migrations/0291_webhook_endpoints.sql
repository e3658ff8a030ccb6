-- Places of the organisation's own that are told what happens; docs/decisions/0291-what-happens-is-told.md.
create table webhook_endpoints (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  url text not null,
  description text not null default '',
  event_types text[] not null,
  -- Nothing is told to it from then on. person: somebody switched it off · gone: it answered 410 · failing: it failed for days
  disabled_at timestamptz,
  disabled_for text check (disabled_for in ('person', 'gone', 'failing')),
  -- The first failure since it last did what it should; null: nothing is wrong.
  failing_since timestamptz,
  -- What calls are signed with, and the one before it until `former_until`.
  sealed text not null,
  former_sealed text,
  former_until timestamptz,
  rotated_at timestamptz not null default now(),
  created_by_name text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check ((disabled_at is null) = (disabled_for is null))
);
call isolate_by_tenant('webhook_endpoints');
-- Housekeeping finds tenants that something is told of.
grant select (tenant_id, disabled_at) on webhook_endpoints to salescompass_directory;
create policy directory on webhook_endpoints for select to salescompass_directory using (true);

-- What happened, written in the transaction of the thing, and only where some endpoint wants to hear of it. Ids and codes, never personal data.
create table webhook_events (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  type text not null,
  at timestamptz not null default now(),
  data jsonb not null,
  primary key (tenant_id, id)
);
create index webhook_events_at on webhook_events (tenant_id, at);
call isolate_by_tenant('webhook_events');

-- An event on its way to an endpoint. Without foreign keys to either: whoever removes an endpoint must not make the thing fail that is told.
create table webhook_deliveries (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id uuid not null default uuidv7(),
  endpoint_id uuid not null,
  event_id uuid not null,
  type text not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
  -- Since it was written, or since somebody had it delivered once more.
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  lease_id uuid,
  leased_until timestamptz,
  response_status integer,
  -- Why the last attempt did not do, as a code.
  problem text,
  -- [{ "at", "status", "problem", "ms", "start" }], the last twenty; start: the first bytes of the answer.
  tries jsonb not null default '[]',
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 70);
create index webhook_deliveries_due on webhook_deliveries (tenant_id, next_try_at) where status = 'waiting';
create index webhook_deliveries_endpoint on webhook_deliveries (tenant_id, endpoint_id, id desc);
call isolate_by_tenant('webhook_deliveries');
grant select (tenant_id, status, next_try_at) on webhook_deliveries to salescompass_directory;
create policy directory on webhook_deliveries for select to salescompass_directory using (true);

-- Imports write people as salescompass_importer.
grant select on webhook_endpoints to salescompass_importer;
grant insert on webhook_events, webhook_deliveries to salescompass_importer;

-- Whether some endpoint of any tenant that this transaction sees wants to hear of one of these: asked first, so that nothing else is done
-- where nobody does.
create function is_told(types text[]) returns boolean
  language sql stable as $$
  select exists (select from webhook_endpoints where disabled_at is null and event_types && types)
$$;

-- The tenants of which an endpoint wants to hear of it.
create function tenants_told(wanted text) returns setof uuid
  language sql stable as $$
  select tenant_id from webhook_endpoints where disabled_at is null and wanted = any(event_types)
$$;

create function deliver_webhook_events() returns trigger language plpgsql as $$
begin
  insert into webhook_deliveries (tenant_id, endpoint_id, event_id, type)
  select a.tenant_id, e.id, a.id, a.type
  from added a join webhook_endpoints e on e.tenant_id = a.tenant_id and e.disabled_at is null and a.type = any(e.event_types)
  order by a.id, e.id;
  return null;
end $$;
create trigger webhook_events_delivered after insert on webhook_events
  referencing new table as added for each statement execute function deliver_webhook_events();

-- What is told of rows that come, by the statement that writes them. Opens and clicks are told once they are judged, and messages that are
-- sent by the statement that marks them: domain/webhooks/event.ts lists them all.
create function tell_of_engagement() returns trigger language plpgsql as $$
begin
  if not is_told(array['message.delivered', 'message.bounced', 'message.complained', 'message.unsubscribed', 'message.replied']) then
    return null;
  end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, kinds.type, jsonb_strip_nulls(jsonb_build_object('messageId', a.message_id, 'personId', a.person_id,
    'campaignId', a.campaign_id, 'sourceId', a.source_id, 'bounce', a.data -> 'bounce', 'reason', a.data -> 'reason'))
  from added a
  join (values ('delivered', 'message.delivered'), ('bounce', 'message.bounced'), ('complaint', 'message.complained'),
    ('unsubscribe', 'message.unsubscribed'), ('reply', 'message.replied')) as kinds (kind, type) on kinds.kind = a.kind
  where a.message_id is not null and a.tenant_id in (select tenants_told(kinds.type));
  return null;
end $$;
create trigger engagement_events_told after insert on engagement_events
  referencing new table as added for each statement execute function tell_of_engagement();

create function tell_of_members() returns trigger language plpgsql as $$
begin
  if not is_told(array['member.statusChanged']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'member.statusChanged', jsonb_build_object('campaignId', a.campaign_id, 'personId', a.person_id,
    'from', a.from_status, 'to', a.to_status, 'cause', a.cause)
  from added a where a.kind = 'status' and a.tenant_id in (select tenants_told('member.statusChanged'));
  return null;
end $$;
create trigger member_history_told after insert on member_history
  referencing new table as added for each statement execute function tell_of_members();

create function tell_of_new_people() returns trigger language plpgsql as $$
begin
  if not is_told(array['person.created']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'person.created', jsonb_build_object('personId', a.id)
  from added a where a.tenant_id in (select tenants_told('person.created'));
  return null;
end $$;
create trigger people_told after insert on people
  referencing new table as added for each statement execute function tell_of_new_people();

create function tell_of_changed_people() returns trigger language plpgsql as $$
begin
  if not is_told(array['person.updated', 'person.erased']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select changed.tenant_id, changed.type, jsonb_build_object('personId', changed.id)
  from (
    select a.tenant_id, a.id, case when a.erased_at is not null and r.erased_at is null then 'person.erased' else 'person.updated' end as type
    from added a join removed r using (tenant_id, id)
    where a.version <> r.version or a.erased_at is distinct from r.erased_at) changed
  where changed.tenant_id in (select tenants_told(changed.type));
  return null;
end $$;
create trigger people_changes_told after update on people
  referencing old table as removed new table as added for each statement execute function tell_of_changed_people();

create function tell_of_campaigns() returns trigger language plpgsql as $$
begin
  if not is_told(array['campaign.started', 'campaign.paused', 'campaign.resumed', 'campaign.completed', 'campaign.cancelled']) then
    return null;
  end if;
  insert into webhook_events (tenant_id, type, data)
  select moved.tenant_id, moved.type, jsonb_build_object('campaignId', moved.id)
  from (
    select a.tenant_id, a.id, case
      when a.status = 'running' and r.status = 'paused' then 'campaign.resumed'
      when a.status = 'running' then 'campaign.started'
      when a.status in ('paused', 'completed', 'cancelled') then 'campaign.' || a.status end as type
    from added a join removed r using (tenant_id, id) where a.status <> r.status) moved
  where moved.type is not null and moved.tenant_id in (select tenants_told(moved.type));
  return null;
end $$;
create trigger campaigns_told after update on campaigns
  referencing old table as removed new table as added for each statement execute function tell_of_campaigns();

create function tell_of_drip_entries() returns trigger language plpgsql as $$
begin
  if not is_told(array['drip.entered']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'drip.entered', jsonb_build_object('dripId', a.drip_id, 'personId', a.person_id, 'enrolmentId', a.id)
  from added a where a.tenant_id in (select tenants_told('drip.entered'));
  return null;
end $$;
create trigger drip_positions_told after insert on drip_positions
  referencing new table as added for each statement execute function tell_of_drip_entries();

create function tell_of_drip_ends() returns trigger language plpgsql as $$
begin
  if not is_told(array['drip.left']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'drip.left', jsonb_strip_nulls(jsonb_build_object('dripId', a.drip_id, 'personId', a.person_id, 'enrolmentId', a.id,
    'state', a.state, 'reason', a.reason))
  from added a join removed r using (tenant_id, id)
  where a.ended_at is not null and r.ended_at is null and a.tenant_id in (select tenants_told('drip.left'));
  return null;
end $$;
create trigger drip_ends_told after update on drip_positions
  referencing old table as removed new table as added for each statement execute function tell_of_drip_ends();

create function tell_of_experiments() returns trigger language plpgsql as $$
begin
  if not is_told(array['experiment.decided']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'experiment.decided', jsonb_build_object('experimentId', a.id, 'campaignId', a.campaign_id,
    'outcome', a.outcome, 'sentVariantId', a.sent_variant_id)
  from added a join removed r using (tenant_id, id)
  where a.decided_at is not null and r.decided_at is null and a.tenant_id in (select tenants_told('experiment.decided'));
  return null;
end $$;
create trigger experiments_told after update on experiments
  referencing old table as removed new table as added for each statement execute function tell_of_experiments();

-- Also of one that is won as it comes in.
create function tell_of_opportunities() returns trigger language plpgsql as $$
begin
  if not is_told(array['opportunity.won']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'opportunity.won', jsonb_build_object('opportunityId', a.id, 'amountMinor', a.amount_minor,
    'currency', trim(a.currency), 'closedAt', to_char(a.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from added a where a.state = 'won' and a.deleted_at is null and a.tenant_id in (select tenants_told('opportunity.won'));
  return null;
end $$;
create trigger opportunities_told after insert on opportunities
  referencing new table as added for each statement execute function tell_of_opportunities();
create function tell_of_won_opportunities() returns trigger language plpgsql as $$
begin
  if not is_told(array['opportunity.won']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'opportunity.won', jsonb_build_object('opportunityId', a.id, 'amountMinor', a.amount_minor,
    'currency', trim(a.currency), 'closedAt', to_char(a.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from added a join removed r using (tenant_id, id)
  where a.state = 'won' and r.state <> 'won' and a.deleted_at is null and a.tenant_id in (select tenants_told('opportunity.won'));
  return null;
end $$;
create trigger opportunities_won_told after update on opportunities
  referencing old table as removed new table as added for each statement execute function tell_of_won_opportunities();

create function tell_of_models() returns trigger language plpgsql as $$
begin
  if not is_told(array['model.promoted']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'model.promoted', jsonb_build_object('modelId', a.id, 'version', a.version)
  from added a join removed r using (tenant_id, id)
  where a.state = 'champion' and r.state <> 'champion' and a.tenant_id in (select tenants_told('model.promoted'));
  return null;
end $$;
create trigger scoring_models_told after update on scoring_models
  referencing old table as removed new table as added for each statement execute function tell_of_models();

create function tell_of_next_actions() returns trigger language plpgsql as $$
begin
  if not is_told(array['nextAction.proposed']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'nextAction.proposed', jsonb_strip_nulls(jsonb_build_object('nextActionId', a.id, 'personId', a.person_id,
    'campaignId', a.campaign_id, 'kind', a.kind))
  from added a where a.status = 'suggested' and a.tenant_id in (select tenants_told('nextAction.proposed'));
  return null;
end $$;
create trigger next_actions_told after insert on next_actions
  referencing new table as added for each statement execute function tell_of_next_actions();

create function tell_of_stopped_domains() returns trigger language plpgsql as $$
begin
  if not is_told(array['deliverability.paused']) then return null; end if;
  insert into webhook_events (tenant_id, type, data)
  select a.tenant_id, 'deliverability.paused', jsonb_strip_nulls(jsonb_build_object('domain', a.domain, 'cause', a.cause, 'code', a.code))
  from added a where a.cause <> 'key' and a.tenant_id in (select tenants_told('deliverability.paused'));
  return null;
end $$;
create trigger stopped_domains_told after insert on stopped_domains
  referencing new table as added for each statement execute function tell_of_stopped_domains();
