-- A tenant that is removed takes the history of its opportunities along before its stages are looked at: by way of the opportunities
-- it would come too late, and the stages would still be named.
alter table opportunity_history add foreign key (tenant_id) references tenants on delete cascade;
-- The ledger, which the application may only add to, goes with its tenant too.
alter table attribution_entries add foreign key (tenant_id) references tenants on delete cascade;
