-- Who is writing somebody the mail, until it is marked as mailed: a worker that dies meanwhile leaves it to another one.
alter table notifications add column mail_leased_until timestamptz;
