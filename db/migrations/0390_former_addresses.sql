-- Addresses that somebody had before, by their hashes: what is kept under one of them, such as that it is not to be written to, is found by
-- an erasure too.
create table former_addresses (
  tenant_id uuid not null default current_tenant(),
  person_id uuid not null,
  email_hash bytea not null,
  primary key (tenant_id, person_id, email_hash),
  foreign key (tenant_id, person_id) references people on delete cascade
);
call isolate_by_tenant('former_addresses');
-- Imports change addresses as salescompass_importer.
grant select, insert on former_addresses to salescompass_importer;

create function keep_former_address() returns trigger language plpgsql as $$
begin
  insert into former_addresses (tenant_id, person_id, email_hash) values (old.tenant_id, old.id, old.email_hash)
  on conflict (tenant_id, person_id, email_hash) do nothing;
  return null;
end $$;
create trigger keep_former_address after update of email_key on people
  for each row when (old.email_hash is not null and old.email_hash is distinct from new.email_hash)
  execute function keep_former_address();
