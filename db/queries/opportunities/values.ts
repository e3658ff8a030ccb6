import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { askForAttribution } from '../attribution/work.ts';
import { valuesOn } from '../costs/values.ts';

type Table = 'opportunities' | 'opportunity_history' | 'opportunity_refunds';

/** On which day an amount of each table counts: money that was won on the day of the close, any other on the day it was opened. */
const days: Record<Table, string> = {
  opportunities: "case when x.state = 'won' then x.closed_at else x.opened_at end",
  opportunity_history: "case when x.state = 'won' then coalesce(x.closed_at, x.occurred_at) else o.opened_at end",
  opportunity_refunds: 'x.refunded_on',
};

/** Values what waited for a rate, where there is one now, and asks for the credits of it; returns how many opportunities got a value. */
export async function fillOpportunityValues(db: TenantDb, into: string): Promise<number> {
  let valued = 0;
  for (const table of ['opportunity_history', 'opportunity_refunds', 'opportunities'] as const) {
    const ids = await fillTable(db, table, into);
    if (table !== 'opportunity_history') await askForAttribution(db, ids);
    if (table === 'opportunities') valued = ids.length;
  }
  return valued;
}

/** Takes every value away: they were in a currency that is no longer the tenant's. */
export async function clearOpportunityValues(db: TenantDb): Promise<void> {
  await db
    .updateTable('opportunities')
    .set({ rate: null, valueMinor: null })
    .where('valueMinor', 'is not', null)
    .execute();
  await db.updateTable('opportunityHistory').set({ valueMinor: null }).where('valueMinor', 'is not', null).execute();
  await db
    .updateTable('opportunityRefunds')
    .set({ rate: null, valueMinor: null })
    .where('valueMinor', 'is not', null)
    .execute();
}

async function fillTable(db: TenantDb, table: Table, into: string): Promise<string[]> {
  const opportunityId = table === 'opportunities' ? sql`x.id` : sql`x.opportunity_id`;
  const day = sql.raw(days[table]);
  const { rows } = await sql<{ id: string; opportunityId: string; amountMinor: number; currency: string; day: string }>`
    select x.id, ${opportunityId} as "opportunityId", x.amount_minor as "amountMinor", x.currency,
      ${table === 'opportunity_refunds' ? day : sql`(${day} at time zone t.time_zone)::date`}::text as day
    from ${sql.table(table)} x
    join opportunities o on o.tenant_id = x.tenant_id and o.id = ${opportunityId}
    join tenants t on t.tenant_id = x.tenant_id
    where x.tenant_id = current_tenant() and x.value_minor is null
      and (x.currency = ${into} or exists (select from exchange_rates r
        where r.tenant_id = x.tenant_id and r.currency = x.currency and r.into_currency = ${into}))
    order by x.id for no key update of x`.execute(db);
  const values = await valuesOn(db, into, rows);
  const found = rows.flatMap(({ id, opportunityId }, index) => {
    const { rate = null, valueMinor = null } = values[index] ?? {};
    return valueMinor === null ? [] : [{ id, opportunityId, rate, value: String(valueMinor) }];
  });
  if (found.length === 0) return [];
  await sql`
    update ${sql.table(table)} x set ${table === 'opportunity_history' ? sql`` : sql`rate = w.rate, `} value_minor = w.value
    from unnest(${sql.val(found.map(({ id }) => id))}::uuid[], ${sql.val(found.map(({ rate }) => rate))}::text[]::numeric[],
      ${sql.val(found.map(({ value }) => value))}::text[]::int8[]) as w (id, rate, value)
    where x.tenant_id = current_tenant() and x.id = w.id`.execute(db);
  return [...new Set(found.map((row) => row.opportunityId))];
}
