-- Whether anybody is left of a receiving domain is asked whenever somebody is erased or merged, and what was counted for it found where nobody is.
-- Those that were built before, beside the running product, are taken as they are.
create index if not exists people_email_domain on people (tenant_id, email_domain);
create index if not exists delivery_hours_receiver on delivery_hours (tenant_id, receiving_domain);
