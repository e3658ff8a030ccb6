-- mailboxFails: a mailbox of the organisation could not be looked into for an hour or so; what people answer waits there unread.
alter table tenant_notices drop constraint tenant_notices_kind_check, add constraint tenant_notices_kind_check
  check (kind in ('domainPaused', 'domainWarned', 'webhookDisabled', 'modelWaits', 'mailboxFails'));
