import { sql } from 'kysely';
import type { CostKind } from '../../../domain/costs/cost.ts';
import type { CostFacts } from '../../../domain/costs/cost-figures.ts';
import { convertMinor } from '../../../domain/exchange-rates/convert.ts';
import type { TenantDb } from '../../connection.ts';
import { treesOf } from '../campaigns/tree.ts';
import { findCurrency, plainRate } from './exchange-rates.ts';

/** The money of a campaign: its own, and with all below it. */
export interface CampaignCosts {
  own: CostFacts;
  rolled: CostFacts;
}

/** What a campaign plans, in its own currency; `rate` is that of the day it starts (or was made), null where there is none. */
interface Plan {
  isOwn: boolean;
  currency: string;
  rate: string | null;
  budget: number | null;
  revenue: number | null;
}

/** The lines of one kind. */
interface KindSum {
  isOwn: boolean;
  kind: CostKind;
  valueMinor: number;
  lines: number;
  withoutRate: number;
}

/** The budgets and costs of several campaigns at once and of all below them, in the tenant's currency. */
export async function listCostFacts(db: TenantDb, ids: readonly string[]): Promise<Map<string, CampaignCosts>> {
  if (ids.length === 0) return new Map();
  const into = await findCurrency(db);
  const { rows } = await sql<{ id: string; plans: Plan[]; sums: KindSum[] }>`
    with recursive ${treesOf(ids)},
    plans as (
      select tree.root_id, jsonb_agg(jsonb_build_object('isOwn', tree.id = tree.root_id, 'currency', c.currency,
        'budget', c.budgeted_cost_minor, 'revenue', c.expected_revenue_minor, 'rate', (
          select r.rate::text from exchange_rates r
          where r.tenant_id = c.tenant_id and r.currency = c.currency and r.into_currency = t.currency
            and r.valid_from <= (coalesce(c.start_at, c.created_at) at time zone t.time_zone)::date
          order by r.valid_from desc limit 1))) as plans
      from tree join campaigns c on c.tenant_id = current_tenant() and c.id = tree.id
      join tenants t on t.tenant_id = c.tenant_id
      where c.budgeted_cost_minor is not null or c.expected_revenue_minor is not null
      group by tree.root_id
    ), kinds as (
      select tree.root_id, tree.id = tree.root_id as is_own, k.kind, coalesce(sum(k.value_minor), 0)::int8 as value_minor,
        count(*) as lines, count(*) filter (where k.value_minor is null) as without_rate
      from tree join costs k on k.tenant_id = current_tenant() and k.campaign_id = tree.id
      group by tree.root_id, is_own, k.kind
    ), sums as (
      select root_id, jsonb_agg(jsonb_build_object('isOwn', is_own, 'kind', kind, 'valueMinor', value_minor, 'lines', lines,
        'withoutRate', without_rate)) as sums
      from kinds group by root_id
    )
    select root.id, coalesce(plans, '[]') as plans, coalesce(sums, '[]') as sums
    from unnest(${sql.val([...ids])}::uuid[]) as root (id)
    left join plans on plans.root_id = root.id left join sums on sums.root_id = root.id`.execute(db);
  return new Map(rows.map(({ id, plans, sums }) => [id, costsIn(into, plans, sums)]));
}

/** The budget and the costs of one campaign and of all below it, in the tenant's currency. */
export async function findCostFacts(db: TenantDb, id: string): Promise<CampaignCosts> {
  return (await listCostFacts(db, [id])).get(id)!;
}

function costsIn(into: string, plans: Plan[], sums: KindSum[]): CampaignCosts {
  const of = <T extends { isOwn: boolean }>(rows: T[]) => rows.filter(({ isOwn }) => isOwn);
  return { own: factsOf(into, of(plans), of(sums)), rolled: factsOf(into, plans, sums) };
}

function factsOf(into: string, plans: readonly Plan[], sums: readonly KindSum[]): CostFacts {
  const budget = planned(into, plans, 'budget');
  const revenue = planned(into, plans, 'revenue');
  return {
    currency: into,
    budgetMinor: budget.amountMinor,
    isBudgetWithoutRate: budget.isWithoutRate,
    expectedRevenueMinor: revenue.amountMinor,
    isRevenueWithoutRate: revenue.isWithoutRate,
    sums: { planned: total(sums, 'planned'), committed: total(sums, 'committed'), actual: total(sums, 'actual') },
  };
}

/** The sum of what is planned; null where nobody plans anything or something of it has no rate. */
function planned(into: string, plans: readonly Plan[], name: 'budget' | 'revenue') {
  let amountMinor: number | null = null;
  for (const { currency, rate, [name]: amount } of plans) {
    if (amount === null) continue;
    const known = currency === into ? '1' : rate && plainRate(rate);
    if (known === null) return { amountMinor: null, isWithoutRate: true };
    amountMinor = (amountMinor ?? 0) + convertMinor(amount, known, { from: currency, into });
  }
  return { amountMinor, isWithoutRate: false };
}

function total(sums: readonly KindSum[], kind: CostKind): CostFacts['sums'][CostKind] {
  const all = { valueMinor: 0, lines: 0, withoutRate: 0 };
  for (const sum of sums.filter((one) => one.kind === kind)) {
    all.valueMinor += sum.valueMinor;
    all.lines += sum.lines;
    all.withoutRate += sum.withoutRate;
  }
  return all;
}
