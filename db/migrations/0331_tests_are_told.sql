-- People are told that an A/B test of theirs is over: that it is decided, or that most of an audience waits until somebody chooses.
alter table approval_notices drop constraint approval_notices_kind_check, add constraint approval_notices_kind_check
  check (kind in ('waits', 'approved', 'rejected', 'voided', 'notStarted', 'paused', 'testToChoose', 'testDecided'));
alter table approval_notices drop constraint approval_notices_subject_kind_check, add constraint approval_notices_subject_kind_check
  check (subject_kind in ('campaign', 'dripVersion', 'nurtureItem', 'nurtureVersion', 'experiment'));
