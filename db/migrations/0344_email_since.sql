-- Since when somebody has the address that they have; null: since they are there. What comes back of a message that went out before says
-- nothing of it: a report on a mistyped address may come days after it was put right.
alter table people add column email_since timestamptz;

create function note_email_since() returns trigger
  language plpgsql as $$
begin
  new.email_since := clock_timestamp();
  return new;
end $$;

create trigger note_email_since before update of email_key on people
  for each row when (old.email_key is distinct from new.email_key) execute function note_email_since();
