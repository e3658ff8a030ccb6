-- An opportunity that cannot be credited waits by itself for its next try, and the others go on.
alter table attribution_work
  -- How often in a row it could not be credited.
  add column failures integer not null default 0,
  -- What the last try said: a kind of error, never the data of anybody.
  add column failed_with text;

-- Whoever asks again has changed a fact: it is tried at once.
create function retry_attribution_of_changed() returns trigger language plpgsql as $$
begin
  new.due_at := least(new.due_at, now());
  return new;
end $$;
create trigger attribution_work_asked_again before update of asked on attribution_work
  for each row when (new.asked <> old.asked and old.failures > 0) execute function retry_attribution_of_changed();
