-- What became of members and who did it; and statuses that are no longer given but that members still have.
alter table campaign_type_statuses add column retired_at timestamptz;
-- Whether a status is in use, and by how many, without reading every member of the tenant.
create index campaign_members_status on campaign_members (tenant_id, status_id);

create table member_history (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  person_id uuid not null,
  at timestamptz not null default now(),
  kind text not null check (kind in ('added', 'status', 'removed')),
  -- The statuses by their names as they were: a type may rename or lose them later.
  from_status text,
  to_status text,
  actor_kind text not null check (actor_kind in ('user', 'apiKey', 'workflow', 'system')),
  actor_name text not null,
  -- By what way: by hand, a file, a click, a merge …
  cause text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns on delete cascade,
  foreign key (tenant_id, person_id) references people on delete cascade
);
create index member_history_member on member_history (tenant_id, campaign_id, person_id, id desc);
create index member_history_person on member_history (tenant_id, person_id);
call isolate_by_tenant('member_history');

-- Every change of a status leaves its line here, whoever wrote it. Who that was stands in app.changed_by for the transaction
-- ({"kind", "name", "cause"}); where it is not set the product itself did it.
create function record_member_statuses() returns trigger language plpgsql as $$
declare
  who jsonb := coalesce(nullif(current_setting('app.changed_by', true), '')::jsonb, '{}');
begin
  insert into member_history (tenant_id, campaign_id, person_id, kind, from_status, to_status, actor_kind, actor_name, cause)
  select a.tenant_id, a.campaign_id, a.person_id, 'status', before.name, after.name,
    coalesce(who ->> 'kind', 'workflow'), coalesce(who ->> 'name', 'SalesCompass'), coalesce(who ->> 'cause', 'product')
  from added a join removed r using (tenant_id, campaign_id, person_id)
  join campaign_type_statuses before on before.tenant_id = r.tenant_id and before.id = r.status_id
  join campaign_type_statuses after on after.tenant_id = a.tenant_id and after.id = a.status_id
  where a.status_id <> r.status_id;
  return null;
end $$;
create trigger campaign_members_recorded after update on campaign_members
  referencing old table as removed new table as added for each statement execute function record_member_statuses();
