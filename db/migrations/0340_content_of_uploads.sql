-- What an upload held is known only when all of it was read: until then its length and how it begins stand for it, and two files may share
-- both. Null for what is no upload, and for what was answered before.
alter table idempotency_keys add column content_hash text;
