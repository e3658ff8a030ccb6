-- What segments count: opens, clicks and the like that people did, in the order of who did them, with everything that counting looks at.
-- A hit is not in it before its verdict, so that recording one costs no more than before. `countsSql` in db/queries/segment-counts-sql.ts
-- says what counts, and only a condition that says the same finds the index.
create index engagement_events_counted on engagement_events (tenant_id, person_id, occurred_at)
  include (received_at, kind, campaign_id)
  where person_id is not null and (
    (kind = 'click' and verdict = 'human')
    or (kind = 'open' and verdict <> 'machine' and verdict_rule is not null)
    or (kind in ('reply', 'bounce', 'complaint', 'unsubscribe', 'page_view', 'form', 'custom') and verdict <> 'machine'));

-- Who there is: a segment that asks nothing about the person's own fields need not read the people themselves.
create index people_present on people (tenant_id, id) where erased_at is null;
