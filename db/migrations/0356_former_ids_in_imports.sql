-- An import looks up whether an external id is that of a record that was merged into another one, by an index that it has the statistics for.
grant select, maintain on identities to salescompass_importer;
