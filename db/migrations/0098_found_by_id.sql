-- Messages and batches are found by their own id, thousands of times in a second. Every question also names the tenant (row-level security
-- does it), and where statistics do not know a tenant yet, an index that begins with the tenant looks as good as one that names
-- the row: a plan made by it reads all that the tenant has for each batch. So here no index begins with the tenant but the one over open batches.
-- The index over batches' sources has no tenant at all: its few values could be skipped through for one.
alter table uncertain_messages drop constraint uncertain_messages_tenant_id_message_id_fkey;
alter table messages drop constraint messages_pkey, add primary key (id, tenant_id);
alter table uncertain_messages
  add foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade;
drop index messages_batch;
create index messages_batch on messages (batch_id, tenant_id);

alter table message_batches drop constraint message_batches_pkey, add primary key (id, tenant_id);
drop index message_batches_source;
create index message_batches_source on message_batches (source_id);
