-- Housekeeping looks for imports and exports that were written down and that no workflow carries.
grant select (tenant_id, id, status, dry_run, created_at) on imports to salescompass_directory;
create policy directory on imports for select to salescompass_directory using (true);
create index imports_queued on imports (created_at) where status = 'queued';
grant select (tenant_id, id, status, created_at) on exports to salescompass_directory;
create policy directory on exports for select to salescompass_directory using (true);
create index exports_queued on exports (created_at) where status = 'queued';
