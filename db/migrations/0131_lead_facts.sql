-- When a lead came to be, when it was qualified, and which campaign brought it: by the CRM's word, where it says so.
alter table people
  -- When the lead came to be; null where nobody said: then it is when the row was made.
  add column lead_created_at timestamptz,
  -- When it became a marketing-qualified lead.
  add column mql_at timestamptz,
  -- The campaign whose touch brought it; docs/decisions/0130-facts-by-their-time.md.
  add column source_campaign_id uuid,
  add foreign key (tenant_id, source_campaign_id) references campaigns on delete set null (source_campaign_id);
create index people_source_campaign on people (tenant_id, source_campaign_id) where source_campaign_id is not null;
