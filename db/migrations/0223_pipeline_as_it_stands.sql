-- Credits of what is open are kept as they stand and replaced where they change: every touch of an open opportunity changes the shares of
-- most others, and a row for each change would grow with the square of the touches. Credits of revenue stay a ledger that is only added to.
with former as (delete from attribution_entries where measure = 'pipeline' returning *)
insert into attribution_entries
  (tenant_id, opportunity_id, model, measure, kind, reason, touch_id, person_id, campaign_id, channel, source, amount_minor, currency,
    fit_version, occurred_at, written_at)
select tenant_id, opportunity_id, model, 'pipeline', 'credit', (array_agg(reason order by id desc))[1], touch_id, person_id, campaign_id,
  channel, source, sum(amount_minor), currency, max(fit_version), max(occurred_at), max(written_at)
from former
group by tenant_id, opportunity_id, model, touch_id, person_id, campaign_id, channel, source, currency having sum(amount_minor) <> 0;

grant delete on attribution_entries to salescompass_app;
create policy revenue_stays on attribution_entries as restrictive for delete to salescompass_app using (measure = 'pipeline');
