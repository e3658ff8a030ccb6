-- Somebody wants a drip looked at: whoever stays with it sees this, where its workflow need not be told.
alter table drips add column is_asked boolean not null default false;
