-- Whether the owner of somebody who answered has been told by mail, and who is writing it until then.
alter table inbound_mails
  add column told_at timestamptz,
  add column telling_until timestamptz;
create index inbound_mails_untold on inbound_mails (tenant_id, received_at) where kind = 'reply' and state = 'applied' and told_at is null;
-- Housekeeping finds tenants that have something to say by mail.
grant select (tenant_id, kind, state, told_at, received_at) on inbound_mails to salescompass_directory;
create policy directory on inbound_mails for select to salescompass_directory using (true);
