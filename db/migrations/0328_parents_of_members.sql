-- Whether members have their parents was asked in five passes over the rows of a statement, a fifth of what fixing an audience cost. Of
-- campaigns and statuses there are few: they are found in one pass and looked up one by one. People are as many as the rows, and a plan
-- that is kept was made for few: for many it is made anew, so that it may read both sides once instead of looking each person up.
create or replace function members_have_parents() returns trigger language plpgsql as $$
declare
  pair record;
  members bigint := 0;
  is_orphan boolean;
  orphans constant text :=
    'select exists (select from added a where not exists (select from people p where p.tenant_id = a.tenant_id and p.id = a.person_id))';
begin
  -- In one order, as everybody takes them who takes several.
  for pair in
    select tenant_id, campaign_id, status_id, count(*) as members from added group by 1, 2, 3 order by 1, 2, 3
  loop
    members := members + pair.members;
    perform from campaigns c where c.tenant_id = pair.tenant_id and c.id = pair.campaign_id for key share;
    if not found then perform refuse_orphans('campaign_members', 'campaign'); end if;
    perform from campaign_type_statuses s where s.tenant_id = pair.tenant_id and s.id = pair.status_id for key share;
    if not found then perform refuse_orphans('campaign_members', 'status'); end if;
  end loop;
  if members < 500 then
    is_orphan := exists (select from added a
      where not exists (select from people p where p.tenant_id = a.tenant_id and p.id = a.person_id));
  else
    execute orphans into is_orphan;
  end if;
  if is_orphan then perform refuse_orphans('campaign_members', 'person'); end if;
  return null;
end $$;
