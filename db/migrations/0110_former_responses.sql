-- When a member who was removed had first responded: it is the same first response when they come back. A person was seldom
-- removed from a campaign, so that the index is next to nothing where whole audiences ask it.
alter table member_history add column first_responded_at timestamptz;
create index member_history_responses on member_history (tenant_id, campaign_id, person_id, first_responded_at)
  where first_responded_at is not null;
