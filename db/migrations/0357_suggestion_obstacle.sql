-- Why what a policy proposed cannot be accepted now: it was turned off, or its campaign is over. Null where nothing is in the way.
create function suggestion_obstacle(policy uuid) returns text
  language sql stable parallel safe
  return (
    select case when p.mode = 'off' then 'turned_off' when c.status in ('completed', 'cancelled') then 'campaign_over' end
    from next_action_policies p
    left join campaigns c on c.tenant_id = p.tenant_id and c.id = p.campaign_id
    where p.tenant_id = current_tenant() and p.id = policy);
