-- What went to somebody, or (null) to everybody, is to be counted once more, as what limits their mail is committed: asked for with it, so that
-- it is not lost where whoever set it ends in between.
create table frequency_work (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  id bigint generated always as identity,
  person_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references people on delete cascade
);
call isolate_by_tenant('frequency_work');
