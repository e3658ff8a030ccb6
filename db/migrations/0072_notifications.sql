-- What people of the organisation are told when somebody comes to a step of a drip: once per enrolment and step.
create table notifications (
  tenant_id uuid not null default current_tenant(),
  id uuid not null default uuidv7(),
  -- Who is told; a person who signs in.
  user_id text not null,
  drip_id uuid not null,
  position_id uuid not null,
  step text not null,
  -- As the step had it.
  note text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  -- When a mail said so; several are said in one.
  mailed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, position_id, step),
  foreign key (tenant_id, drip_id) references drips on delete cascade,
  foreign key (tenant_id, position_id) references drip_positions on delete cascade
);
create index notifications_user on notifications (tenant_id, user_id, drip_id, step);
create index notifications_to_mail on notifications (tenant_id, user_id) where mailed_at is null and read_at is null;
call isolate_by_tenant('notifications');

-- Housekeeping finds tenants that have something to say by mail.
grant select (tenant_id, mailed_at, read_at) on notifications to salescompass_directory;
create policy directory on notifications for select to salescompass_directory using (true);
