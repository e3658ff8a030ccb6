-- Funnels and cohorts can be kept, sent and shown as the other reports are.
alter table reports drop constraint reports_kind_check,
  add constraint reports_kind_check check (kind in ('activity', 'clock', 'funnel', 'cohort'));
-- A cohort asks for everybody's first response: from the index alone.
create index campaign_members_responded on campaign_members (tenant_id, person_id, first_responded_at) where first_responded_at is not null;
