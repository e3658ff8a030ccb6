-- Everything about one person as a file, beside the exports of many people.
alter table exports drop constraint exports_entity_check;
alter table exports add constraint exports_entity_check check (entity in ('people', 'person'));
alter table exports add column person_id uuid;
alter table exports add foreign key (tenant_id, person_id) references people on delete cascade;
create index exports_person on exports (tenant_id, person_id, id desc) where person_id is not null;
