-- Everybody who wrote an item: none of them may approve it.
alter table nurture_items add column authors text[] not null default '{}';
update nurture_items set authors = array[created_by] where created_by <> '';
