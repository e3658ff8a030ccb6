-- Hosts that return paths of a tenant were ever under. They stay, as those of links do: what was sent comes back for days, also when the
-- domain has another host by then, or is gone.
create table return_path_hosts (
  tenant_id uuid not null default current_tenant() references tenants on delete cascade,
  host text not null,
  since timestamptz not null default now(),
  primary key (tenant_id, host)
);
create index return_path_hosts_host on return_path_hosts (host);
call isolate_by_tenant('return_path_hosts');
grant select (tenant_id, host) on return_path_hosts to salescompass_directory;
create policy directory on return_path_hosts for select to salescompass_directory using (true);

insert into return_path_hosts (tenant_id, host)
select tenant_id, return_path_host from sending_domains where return_path_host is not null on conflict do nothing;
