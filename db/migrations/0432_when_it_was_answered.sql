-- When a request was answered: an erasure looks over the answers before it holds anything, and then only at those given meanwhile.
alter table idempotency_keys add column answered_at timestamptz;
create index idempotency_keys_answered on idempotency_keys (tenant_id, answered_at) where answered_at is not null;
