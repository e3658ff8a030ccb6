-- Zones were kept as they were written. Who looks them up by their name took those whose letters were small or large in other places for none,
-- and went by the clock of the organisation, or by UTC.
update people p set time_zone = z.name from time_zones z
where lower(z.name) = lower(p.time_zone) and z.name <> p.time_zone and not exists (select from time_zones e where e.name = p.time_zone);
update tenants t set time_zone = z.name from time_zones z
where lower(z.name) = lower(t.time_zone) and z.name <> t.time_zone and not exists (select from time_zones e where e.name = t.time_zone);
