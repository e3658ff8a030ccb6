-- Which part of its entity an entry of the log is about: a drip of a campaign, an A/B test, a task of a person, with the name that it had then.
-- What is the same before and after is no change, so that a campaign with two drips did not say which of them was paused.
alter table audit_log add column part jsonb;
