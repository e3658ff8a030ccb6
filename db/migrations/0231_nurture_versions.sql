-- A nurture programme's rules have versions, as those of a drip have: what has begun is edited by a new one.

create table nurture_versions (
  tenant_id uuid not null default current_tenant(),
  nurture_id uuid not null,
  number integer not null,
  -- The one of a programme that has not begun is edited in place; later ones are new rows, in use from their approval on.
  state text not null default 'draft' check (state in ('draft', 'in_review', 'active', 'superseded', 'rejected', 'withdrawn')),
  -- Schedule, streams, ways in and the rules by which people change streams; items are rows.
  definition jsonb not null,
  -- Where people of a stream that it does not have go: { "stream": "otherStream" | null }.
  moves jsonb not null default '{}',
  -- What the approval pinned.
  content_hash text,
  note text not null default '',
  comment text not null default '',
  created_by text not null default '',
  created_by_name text not null default '',
  created_at timestamptz not null default now(),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  activated_at timestamptz,
  primary key (tenant_id, nurture_id, number),
  foreign key (tenant_id, nurture_id) references nurtures on delete cascade
);
create unique index nurture_versions_pending on nurture_versions (tenant_id, nurture_id) where state = 'in_review';
call isolate_by_tenant('nurture_versions');

insert into nurture_versions (tenant_id, nurture_id, number, state, definition, created_at, activated_at)
select tenant_id, id, 1, case when status = 'draft' then 'draft' else 'active' end, definition, created_at, started_at from nurtures;

alter table nurtures
  drop column definition,
  -- The version that is cast by.
  add column current_version integer not null default 1,
  -- Since when its workflow has not heard of a change that it goes by; housekeeping tells it.
  add column unheard_at timestamptz;
grant select (tenant_id, id, status, unheard_at) on nurtures to salescompass_directory;
create policy directory on nurtures for select to salescompass_directory using (true);

-- Whoever was in a stream that is gone, and was to leave, stays on record.
alter table nurture_members drop constraint nurture_members_left_reason_check;
alter table nurture_members add constraint nurture_members_left_reason_check
  check (left_reason in ('stopped', 'ended', 'stream_removed', 'left_by_rule'));

alter table approval_notices drop constraint approval_notices_subject_kind_check;
alter table approval_notices add constraint approval_notices_subject_kind_check
  check (subject_kind in ('campaign', 'dripVersion', 'nurtureItem', 'nurtureVersion'));

-- As before, and who left it alone gets nothing more of it.
create or replace function nurture_obstacle(item uuid, person uuid) returns text
  language sql stable parallel safe
  return (select case
      when m.person_id is null or m.left_reason in ('stream_removed', 'left_by_rule') then 'left_nurture'
      when m.cadence = 'paused' then 'nurture_paused' end
    from nurture_items i
    left join nurture_members m on m.tenant_id = i.tenant_id and m.nurture_id = i.nurture_id and m.person_id = person
    where i.tenant_id = current_tenant() and i.id = item);
