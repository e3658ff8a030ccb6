-- What retention has deleted and the audit log does not say yet: what a worker had counted whose answer was lost would never stand there.
create table retention_removals (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  kind text not null,
  removed bigint not null,
  primary key (tenant_id, kind)
);
call isolate_by_tenant('retention_removals');
