-- A nurture programme lets people in by itself: when it last looked for them.
alter table nurtures add column scanned_at timestamptz;
