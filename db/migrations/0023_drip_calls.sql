-- Steps that call somebody outside are not part of drips yet; the table of their calls comes with them.
drop table drip_calls;
alter table drip_positions drop constraint drip_positions_waits_for_check, add constraint drip_positions_waits_for_check
  check (waits_for in ('time', 'message', 'window', 'nothing'));
