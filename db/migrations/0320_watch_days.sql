-- For how many days a model that has passed scores unseen beside the one that scores; 0: until it has scored everybody once.
alter table scoring_settings add column watch_days smallint not null default 7 check (watch_days between 0 and 30);
