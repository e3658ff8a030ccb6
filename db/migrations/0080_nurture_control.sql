-- A nurture programme can be held by itself, and each cast says what it gave.

alter table nurtures drop constraint nurtures_status_check;
alter table nurtures add constraint nurtures_status_check
  check (status in ('draft', 'running', 'paused', 'completed', 'cancelled'));

-- How many members a cast gave which item.
create table nurture_cast_items (
  tenant_id uuid not null default current_tenant(),
  nurture_id uuid not null,
  at timestamptz not null,
  item_id uuid not null,
  people integer not null,
  primary key (tenant_id, nurture_id, at, item_id),
  foreign key (tenant_id, nurture_id, at) references nurture_casts on delete cascade,
  foreign key (tenant_id, item_id) references nurture_items on delete cascade
);
create index nurture_cast_items_item on nurture_cast_items (tenant_id, item_id);
call isolate_by_tenant('nurture_cast_items');
