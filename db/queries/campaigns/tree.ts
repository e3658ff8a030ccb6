import { sql } from 'kysely';
import type { RolledAmountName } from '../../../domain/campaigns/roll-up.ts';
import type { Money } from '../../../domain/money.ts';
import type { TenantDb } from '../../connection.ts';
import { countedOf } from './parts.ts';

/** The sums over a campaign and everything below it. `campaigns` counts those below. */
export interface RollUpRow {
  campaigns: number;
  counters: Record<string, number>;
  amounts: Partial<Record<RolledAmountName, Money[]>>;
}

/** The table `tree` for a `with recursive`: each of the campaigns, and all below it, as (root_id, id). */
export const treesOf = (ids: readonly string[]) => sql`
    tree as (
      select id as root_id, id from campaigns where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])
      union
      select tree.root_id, c.id from tree join campaigns c on c.tenant_id = current_tenant() and c.parent_id = tree.id
    )`;

/** The amounts of one campaign `c` that roll up; one more figure is one more line here (and its name in domain/campaigns/roll-up.ts). */
const amountsOf = sql`
  select 'budgetedCost' as name, c.budgeted_cost_minor as amount, c.currency
  union all select 'expectedRevenue', c.expected_revenue_minor, c.currency
  union all select 'actualCost', sum(k.value_minor)::int8, t.currency
    from costs k join tenants t on t.tenant_id = k.tenant_id
    where k.tenant_id = c.tenant_id and k.campaign_id = c.id and k.kind = 'actual' group by t.currency`;

/**
 * The roll-up of several campaigns at once. It is counted from the rows as they are, so moving a campaign moves its figures with
 * it and no sum can go stale; live counters of parts roll up whatever their names are.
 */
export async function listRollUps(db: TenantDb, ids: readonly string[]): Promise<Map<string, RollUpRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RollUpRow & { id: string }>`
    with recursive ${treesOf(ids)},
    counted as (
      select tree.root_id, sc.name, sum(sc.value)::int8 as value
      from tree join campaigns c on c.tenant_id = current_tenant() and c.id = tree.id
      cross join lateral (${countedOf}) source (id)
      join source_counters sc on sc.tenant_id = current_tenant() and sc.source_id = source.id
      group by tree.root_id, sc.name
    ), priced as (
      select tree.root_id, amount.name, amount.currency, sum(amount.amount)::int8 as amount
      from tree join campaigns c on c.tenant_id = current_tenant() and c.id = tree.id
      cross join lateral (${amountsOf}) amount
      where amount.amount is not null
      group by tree.root_id, amount.name, amount.currency
    ), named as (
      select root_id, name, jsonb_agg(jsonb_build_object('amountMinor', amount, 'currency', currency)) as amounts
      from priced group by root_id, name
    )
    select tree.root_id as id, count(*)::int - 1 as campaigns,
      coalesce((select jsonb_object_agg(name, value) from counted where counted.root_id = tree.root_id), '{}') as counters,
      coalesce((select jsonb_object_agg(name, amounts) from named where named.root_id = tree.root_id), '{}') as amounts
    from tree group by tree.root_id`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Those above a campaign, the topmost first. */
export async function listAncestors(db: TenantDb, id: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive line as (
      select id, parent_id, name, 0 as height from campaigns where tenant_id = current_tenant() and id = ${id}
      union all
      select c.id, c.parent_id, c.name, line.height + 1
      from campaigns c join line on c.tenant_id = current_tenant() and c.id = line.parent_id)
    select id, name from line where height > 0 order by height desc`.execute(db);
  return rows;
}

/** Whether `candidate` stands somewhere above `id` or is it: a campaign cannot become its own ancestor. */
export async function isAncestor(db: TenantDb, candidate: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive line as (
      select id, parent_id from campaigns where tenant_id = current_tenant() and id = ${id}
      union
      select c.id, c.parent_id from campaigns c join line on c.tenant_id = current_tenant() and c.id = line.parent_id)
    select exists (select from line where id = ${candidate}) as found`.execute(db);
  return rows[0]?.found ?? false;
}

/**
 * Lets one move in the tenant's hierarchy happen at a time, until the transaction ends: two moves that are each right alone could
 * close a circle together. Taken before any row is locked, so that nobody waits for a row whose owner waits for this.
 */
export async function lockTree(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('campaign-tree ' || current_tenant()::text, 0))`.execute(db);
}
