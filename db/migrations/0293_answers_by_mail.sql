-- What is brought by mail of what people answer, and to whom; docs/decisions/0293-answers-are-passed-on.md.
alter table tenants
  add column answers_by_mail text not null default 'summary' check (answers_by_mail in ('summary', 'owner', 'sender', 'none'));

alter table inbound_mails
  -- A copy of what a mailbox of the sender's got: it needs no bringing there.
  add column is_copy boolean not null default false,
  -- Who is told of it, and since when they know.
  add column told_to text,
  add column known_at timestamptz,
  -- sending: somebody is at it, or died at it; uncertain: the mail server's last word never came, and it is not sent again.
  add column forwarding text check (forwarding in ('sending', 'sent', 'uncertain', 'refused'));
create index inbound_mails_told on inbound_mails (tenant_id, told_to, received_at desc) where told_to is not null;
