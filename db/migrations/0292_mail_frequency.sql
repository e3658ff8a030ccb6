-- How often somebody wants mail, as they said in the preference centre: looked at when a message is about to be sent, with the cap.
alter table people
  -- null: as often as it comes
  add column mail_frequency text check (mail_frequency in ('weekly', 'monthly')),
  -- Nothing but what they ordered or asked for until then.
  add column mail_paused_until timestamptz;

-- Hours between two messages to somebody who asked for mail at most weekly or monthly. Somewhat less than that: what goes out every
-- Tuesday at nine must not miss every other week for some seconds, nor a letter of the first of the month in March.
create function mail_frequency_hours(frequency text) returns integer
  language sql immutable parallel safe as $$ select case frequency when 'weekly' then 156 when 'monthly' then 648 end $$;

-- What somebody asked for as they were last counted: the upsert that counts them compares with it.
alter table person_frequency add column own_hours integer;
