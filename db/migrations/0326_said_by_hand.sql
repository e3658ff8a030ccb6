-- Where somebody suppressed by hand an address that something else had suppressed already: what they said stays when that is taken back.
alter table suppressions add column by_hand_source text;
