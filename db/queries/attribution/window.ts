import { sql, type RawBuilder } from 'kysely';

/** Days (inclusive) in the tenant's time zone; null: from the beginning, or until now. */
export interface ReportWindow {
  from: string | null;
  to: string | null;
}

/** Whether a time lies within the window, in the time zone of the tenant `t`. */
export function isWithin(column: string, { from, to }: ReportWindow): RawBuilder<boolean> {
  const at = sql.raw(column);
  const since = from === null ? sql`` : sql`and ${at} >= ${from}::date::timestamp at time zone t.time_zone`;
  const until = to === null ? sql`` : sql`and ${at} < (${to}::date + 1)::timestamp at time zone t.time_zone`;
  return sql<boolean>`(true ${since} ${until})`;
}

/**
 * The opportunities that figures of a window are about, as the body of a CTE: won and lost ones by their close, open ones by the day that they
 * were opened. `net` is what they are worth in the tenant's currency, less refunds. `among` narrows them by a
 * query for their ids.
 */
export function opportunitiesIn(window: ReportWindow, among?: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select o.id, o.name, o.state, o.value_minor, o.opened_at, o.closed_at, coalesce(r.refunded, 0)::int8 as refunded,
      (o.value_minor - case when o.state = 'won' then coalesce(r.refunded, 0) else 0 end)::int8 as net
    from opportunities o
    join tenants t on t.tenant_id = o.tenant_id
    left join (select opportunity_id, sum(value_minor)::int8 as refunded from opportunity_refunds
      where tenant_id = current_tenant() group by 1) r on r.opportunity_id = o.id
    where o.tenant_id = current_tenant() and o.deleted_at is null ${among ? sql`and o.id in (${among})` : sql``}
      and case when o.state = 'open' then ${isWithin('o.opened_at', window)} else ${isWithin('o.closed_at', window)} end`;
}

/** Each campaign with the topmost above it, as the body of a recursive CTE `line (id, top_id)`. */
export const topmostCampaigns = sql`
  select id, id as top_id from campaigns where tenant_id = current_tenant() and parent_id is null
  union all
  select c.id, line.top_id from campaigns c join line on c.parent_id = line.id where c.tenant_id = current_tenant()`;
