-- Which mailbox that is looked into anyway holds the mail of a seed: then the product finds its copies by itself.
alter table seeds add column mailbox_id uuid,
  add foreign key (tenant_id, mailbox_id) references mailboxes on delete set null (mailbox_id);

-- When its mailbox was looked into for it last.
alter table seed_sends add column looked_at timestamptz;
