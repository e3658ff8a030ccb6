-- A first touch that names a campaign says which one brought the lead, whoever writes it; what was said otherwise stays.
create function take_source_from_first_touch() returns trigger language plpgsql as $$
begin
  if new.source_campaign_id is null and new.first_touch ? 'campaignId' then
    select c.id into new.source_campaign_id from campaigns c
    where c.tenant_id = new.tenant_id and c.id::text = new.first_touch ->> 'campaignId';
  end if;
  return new;
end $$;
create trigger people_made_with_first_touch before insert on people
  for each row when (new.first_touch is not null) execute function take_source_from_first_touch();
create trigger people_get_first_touch before update of first_touch on people
  for each row when (new.first_touch is not null and new.first_touch is distinct from old.first_touch)
  execute function take_source_from_first_touch();

update people p set source_campaign_id = c.id
from campaigns c
where p.first_touch ? 'campaignId' and p.source_campaign_id is null and c.tenant_id = p.tenant_id
  and c.id::text = p.first_touch ->> 'campaignId';
