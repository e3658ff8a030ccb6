-- Migrations change rows of every tenant. Row-level security is forced on the owner too, so that a login that owns the database and is no
-- superuser saw none of them: what a migration was to change stayed as it was, and nobody was told. The owner gets a policy of its own; the
-- application owns nothing, and sees what it saw. A login that is past row-level security anyway needs none, and no table is locked for it.
create procedure open_to_owner(target regclass)
  language plpgsql as $$
begin
  if not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    execute format('create policy owner on %s for all to %I using (true) with check (true)', target, current_user);
  end if;
end $$;

do $$
declare
  target regclass;
begin
  for target in
    select c.oid from pg_class c
    where c.relforcerowsecurity and pg_get_userbyid(c.relowner) = current_user order by c.oid
  loop
    call open_to_owner(target);
  end loop;
end $$;

create or replace procedure isolate_by_tenant(target regclass)
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s for all to salescompass_app, salescompass_importer using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())',
    target);
  execute format('grant select, insert, update, delete on %s to salescompass_app', target);
  call open_to_owner(target);
end $$;
