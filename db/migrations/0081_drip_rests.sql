-- A drip that has just looked rests until here: nobody needs to tell its workflow before.
alter table drips add column rests_until timestamptz;
