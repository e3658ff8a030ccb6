-- A process that starts asks which migrations the database has: one that is older than the process serves nothing but errors.
grant select on schema_migrations to salescompass_directory;
