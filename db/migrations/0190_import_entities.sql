-- What the rows of an imported file are: people, or opportunities of the CRM.
alter table imports add column entity text not null default 'people' check (entity in ('people', 'opportunities'));
