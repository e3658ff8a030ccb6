-- An approval that was given may be taken back later: by a change, or because the start came and it did not hold. The request said
-- "approved" all the same, and whoever opened the campaign found a draft without a reason. `voided_by_name` is null where nobody did it.
update approvals set decision = 'withdrawn' where decision = 'voided';
alter table approvals
  add column voided_at timestamptz,
  add column voided_by_name text,
  add column voided_because text not null default '',
  drop constraint approvals_decision_check,
  add constraint approvals_decision_check check (decision in ('approved', 'rejected', 'withdrawn'));
