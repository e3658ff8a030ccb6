-- From when on dates of people let them into a drip again: whoever lets it go on after a pause may leave out what came due meanwhile, and
-- the days of the pause with it. Null: from the last look on.
alter table drips add column days_from timestamptz;
