-- People are told, too, that a campaign of theirs lost its approval or did not start, and that one paused itself: both were found by
-- whoever looked.
alter table approval_notices drop constraint approval_notices_kind_check, add constraint approval_notices_kind_check
  check (kind in ('waits', 'approved', 'rejected', 'voided', 'notStarted', 'paused'));
