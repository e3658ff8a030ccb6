-- What fields of people said before they were changed, so that it can be told what was known of somebody at a moment: what was written
-- after an outcome must not teach a score. Values that never changed cost nothing here.
create table person_field_changes (
  tenant_id uuid not null default current_tenant(),
  person_id uuid not null,
  -- A column of people or of person_attributes.
  field text not null,
  at timestamptz not null default now(),
  -- What it said until then; null where it said nothing.
  was text,
  primary key (tenant_id, person_id, field, at),
  foreign key (tenant_id, person_id) references people on delete cascade
);
call isolate_by_tenant('person_field_changes');
grant select, insert on person_field_changes to salescompass_importer;

-- Since when a person's own attributes are there; of those that were there before, nobody can say more than that they are there now.
alter table person_attributes add column created_at timestamptz not null default now();

-- Keeps what a row said before. Of several changes in one transaction the first is kept: that is what was known before it.
create function keep_former_fields() returns trigger
  language plpgsql as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
begin
  insert into person_field_changes (tenant_id, person_id, field, was)
  select old.tenant_id, (before ->> tg_argv[0])::uuid, b.key, b.value
  from jsonb_each_text(before) b
  where b.value is distinct from after ->> b.key
    and case when tg_argv[1] = '*' then b.key not in ('tenant_id', 'person_id', 'created_at')
      else b.key = any(string_to_array(tg_argv[1], ',')) end
  on conflict (tenant_id, person_id, field, at) do nothing;
  return null;
end $$;

create trigger keep_former_fields after update on person_attributes
  for each row when (old is distinct from new) execute function keep_former_fields('person_id', '*');

create trigger keep_former_fields after update of job_title, company, account_id, country, region, language, lead_source on people
  for each row when ((old.job_title, old.company, old.account_id, old.country, old.region, old.language, old.lead_source)
    is distinct from (new.job_title, new.company, new.account_id, new.country, new.region, new.language, new.lead_source))
  execute function keep_former_fields('id', 'job_title,company,account_id,country,region,language,lead_source');
