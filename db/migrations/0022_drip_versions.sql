-- An approved version waits until the drip takes it over, which compiles its messages first.
alter table drip_versions drop constraint drip_versions_state_check, add constraint drip_versions_state_check
  check (state in ('draft', 'in_review', 'approved', 'active', 'superseded', 'rejected', 'withdrawn'));
