-- Months of events begin and end by UTC, whatever clock the server is set to. Where that was another one when a partition was made, the next begins
-- where it ends: two that overlap would end every release and each night's housekeeping.
create or replace procedure ensure_engagement_partition(month date)
  language plpgsql set timezone = 'UTC' as $$
declare
  child text := format('engagement_events_%s', to_char(month, 'YYYY_MM'));
  first_moment timestamptz := date_trunc('month', month);
  next_moment timestamptz := date_trunc('month', month) + interval '1 month';
begin
  if to_regclass('public.' || child) is not null then
    return;
  end if;
  select coalesce(max(former.until), first_moment) into first_moment
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  cross join lateral (
    select substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz as until) former
  where i.inhparent = 'public.engagement_events'::regclass
    and former.until between first_moment - interval '1 day' and first_moment + interval '1 day';
  execute format('create table public.%I (like public.engagement_events including defaults including constraints)', child);
  execute format(
    'with caught as (delete from public.engagement_events_default where received_at >= %L and received_at < %L returning *)
     insert into public.%I select * from caught', first_moment, next_moment, child);
  execute format('alter table public.engagement_events attach partition public.%I for values from (%L) to (%L)',
    child, first_moment, next_moment);
end $$;

alter function ensure_engagement_partitions() set timezone = 'UTC';
