-- How many people a segment had when it was last counted: lists of segments show it without running every rule.
alter table segments add column people integer, add column counted_at timestamptz;
