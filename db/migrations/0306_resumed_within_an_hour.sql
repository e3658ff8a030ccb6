-- Mail is counted by the hour: what of the hour in which a domain was let go on had been counted until then ({ "sent": 9800, … }). What
-- waited goes out at once, mostly within that very hour, and is judged as everything else.
alter table resumed_domains add column counted jsonb not null default '{}';
-- Of those that were let go on before nobody knows: they are judged from the next hour on, as they were.
update resumed_domains set judged_from = date_bin('1 hour', judged_from, 'epoch') + interval '1 hour';
