-- The rows of an imported file may be content that is recommended.
alter table imports drop constraint imports_entity_check, add constraint imports_entity_check
  check (entity in ('people', 'opportunities', 'content'));
