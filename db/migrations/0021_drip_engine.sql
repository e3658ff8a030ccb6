-- The edition that a version's message is sent as: compiled once, when the version begins.
alter table drip_messages add edition_id uuid;

alter table drips
  -- Why it could not begin; a sentence for people.
  add failure text,
  -- Until when entries by lists, segments and dates have been looked for.
  add scanned_at timestamptz;

-- Housekeeping wakes drips whose time has come and whose workflow was not told.
grant select (tenant_id, id, campaign_id, status, next_wake_at) on drips to salescompass_directory;
create policy directory on drips for select to salescompass_directory using (true);
