-- A link shows what the report asked when the link was made, whatever becomes of the report since: whoever shares figures has chosen
-- those. The figures themselves are of the day.
alter table report_shares add column name text, add column kind text, add column query jsonb;
update report_shares s set name = r.name, kind = r.kind, query = r.query
from reports r where r.tenant_id = s.tenant_id and r.id = s.report_id;
alter table report_shares alter column name set not null, alter column kind set not null, alter column query set not null;
