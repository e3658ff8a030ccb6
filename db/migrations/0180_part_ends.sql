-- A drip or a nurture programme ends by a date of its own, and can be stopped by itself.

alter table drips
  -- After it nobody new comes in.
  add column end_at timestamptz,
  -- What becomes of who is in it then: they finish, or leave.
  add column at_end text not null default 'finish' check (at_end in ('finish', 'stop'));

alter table nurtures
  -- After it there is no further cast.
  add column end_at timestamptz,
  -- What becomes of what is on the road then: it arrives, or is taken back.
  add column at_end text not null default 'finish' check (at_end in ('finish', 'stop'));

-- Who was in a programme that is over stays on record, with when it ended for them and why.
alter table nurture_members
  add column left_at timestamptz,
  add column left_reason text check (left_reason in ('stopped', 'ended'));

-- One that was stopped is woken until its workflow has heard of it; those that ended before have heard.
update drips set next_wake_at = null where status in ('completed', 'cancelled');
