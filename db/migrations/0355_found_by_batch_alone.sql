-- The index over the batches of messages has no tenant either: a plan made while there are few batches would skip through it, and read all that
-- a tenant has ever been sent to find 64 messages by their ids, until statistics know better.
drop index messages_batch;
create index messages_batch on messages (batch_id);
