-- The index over the batches of messages has no tenant either: a plan made while there are few batches would skip through it, and read all that
-- a tenant has ever been sent to find 64 messages by their ids, until statistics know better.
-- The new one first: readers pass while it is built. One of this name that was built before, beside the running product, is taken as it is.
create index if not exists messages_batch_alone on messages (batch_id);
drop index messages_batch;
alter index messages_batch_alone rename to messages_batch;
