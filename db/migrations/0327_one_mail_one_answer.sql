-- A copy of what a mailbox got may come to the receiver and be found in the mailbox itself: it is one mail.
create unique index inbound_mails_copy on inbound_mails (tenant_id, fingerprint) where is_copy;
