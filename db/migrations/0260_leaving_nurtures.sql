-- How many people a rule took out of a nurture programme at a cast.
alter table nurture_casts add column departed integer not null default 0;
