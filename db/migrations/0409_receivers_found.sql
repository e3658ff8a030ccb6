-- Whether anybody is left of a receiving domain is asked whenever somebody is erased or merged, and what was counted for it found where nobody is.
-- The tenant comes last: while there are no statistics of an organisation's people yet, a plan would else take all of them for few by its tenant
-- alone, and read them again for each of a list. Those that were built before, beside the running product, are taken as they are.
create index if not exists people_email_domain on people (email_domain, tenant_id);
create index if not exists delivery_hours_receiver on delivery_hours (receiving_domain, tenant_id);
