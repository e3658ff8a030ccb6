-- What waits for somebody is found by what it is about, a choice that a test waits for too.
drop index approval_notices_subject;
create index approval_notices_subject on approval_notices (tenant_id, subject_id) where kind in ('waits', 'testToChoose');
