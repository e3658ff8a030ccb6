import { sql, type Selectable } from 'kysely';
import type { CostKind } from '../../../domain/costs/cost.ts';
import type { TenantDb } from '../../connection.ts';
import type { Costs } from '../../schema.ts';

/** A line of a campaign's costs. */
export interface CostRow extends Omit<Selectable<Costs>, 'kind'> {
  kind: CostKind;
}

/** The lines of a campaign in their order. */
export async function listCosts(db: TenantDb, campaignId: string): Promise<CostRow[]> {
  const rows = await db
    .selectFrom('costs')
    .selectAll()
    .where('campaignId', '=', campaignId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows as CostRow[];
}

/** One line of a campaign, or undefined. */
export async function findCost(db: TenantDb, campaignId: string, id: string): Promise<CostRow | undefined> {
  const row = await db
    .selectFrom('costs')
    .selectAll()
    .where('id', '=', id)
    .where('campaignId', '=', campaignId)
    .executeTakeFirst();
  return row as CostRow | undefined;
}

/** What is written of a line; `rate` and `valueMinor` are both null where there is no rate. */
export interface CostValues {
  kind: CostKind;
  spentOn: string;
  vendor: string;
  note: string;
  amountMinor: number;
  currency: string;
  rate: string | null;
  valueMinor: number | null;
}

/** Adds a line behind the others of its campaign. */
export async function insertCost(
  db: TenantDb,
  values: CostValues & { id: string; campaignId: string; createdBy: string },
): Promise<CostRow> {
  const row = await db
    .insertInto('costs')
    .values((eb) => ({
      ...values,
      position: eb
        .selectFrom('costs')
        .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
        .where('campaignId', '=', values.campaignId),
    }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as CostRow;
}

/** Changes a line at a known version; undefined where somebody else was faster. */
export async function updateCost(
  db: TenantDb,
  input: { id: string; version: number; values: Partial<CostValues> },
): Promise<CostRow | undefined> {
  const row = await db
    .updateTable('costs')
    .set((eb) => ({ ...input.values, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .returningAll()
    .executeTakeFirst();
  return row as CostRow | undefined;
}

/** Removes a line at a known version; false where there is none such. */
export async function deleteCost(db: TenantDb, input: { id: string; version: number }): Promise<boolean> {
  const row = await db
    .deleteFrom('costs')
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts the lines of a campaign in the order of `ids`. */
export async function markCostOrder(db: TenantDb, campaignId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update costs c set position = w.place
    from unnest(${sql.val([...ids])}::uuid[]) with ordinality as w (id, place)
    where c.tenant_id = current_tenant() and c.campaign_id = ${campaignId}::uuid and c.id = w.id and c.position <> w.place`.execute(
    db,
  );
}

/** What is missing of a campaign's lines, and what was spent when, in the tenant's currency. */
export interface CostDays {
  missingRates: { currency: string; lines: number }[];
  daily: { date: string; amountMinor: number }[];
}

/** Adds up a campaign's lines: what has no rate by currency, and what was spent by day. */
export async function sumCostDays(db: TenantDb, campaignId: string): Promise<CostDays> {
  const missingRates = await db
    .selectFrom('costs')
    .select(({ fn }) => ['currency', fn.countAll<number>().as('lines')])
    .where('campaignId', '=', campaignId)
    .where('valueMinor', 'is', null)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
  const daily = await db
    .selectFrom('costs')
    .select([sql<string>`spent_on::text`.as('date'), sql<number>`sum(value_minor)::int8`.as('amountMinor')])
    .where('campaignId', '=', campaignId)
    .where('kind', '=', 'actual')
    .where('valueMinor', 'is not', null)
    .groupBy('spentOn')
    .orderBy('spentOn')
    .execute();
  return { missingRates, daily };
}

/** What is committed and spent of a campaign in the tenant's currency, without one of its lines. */
export async function sumClaims(db: TenantDb, campaignId: string, except: string | null): Promise<number> {
  const { total } = await db
    .selectFrom('costs')
    .select(sql<number>`coalesce(sum(value_minor), 0)::int8`.as('total'))
    .where('campaignId', '=', campaignId)
    .where('kind', 'in', ['committed', 'actual'])
    .$if(except !== null, (query) => query.where('id', '<>', except ?? ''))
    .executeTakeFirstOrThrow();
  return total;
}

/** A line that has no value yet, with the rate that it could have. */
export interface UnvaluedCost {
  id: string;
  amountMinor: number;
  currency: string;
  rate: string;
}

/** Every line without a value for which there is a rate by now. */
export async function listUnvaluedCosts(db: TenantDb, into: string): Promise<UnvaluedCost[]> {
  const { rows } = await sql<UnvaluedCost>`
    select c.id, c.amount_minor as "amountMinor", c.currency, case when c.currency = ${into} then '1' else r.rate::text end as rate
    from costs c
    left join lateral (
      select rate from exchange_rates r
      where r.tenant_id = c.tenant_id and r.currency = c.currency and r.into_currency = ${into} and r.valid_from <= c.spent_on
      order by r.valid_from desc limit 1) r on true
    where c.tenant_id = current_tenant() and c.value_minor is null and (c.currency = ${into} or r.rate is not null)
    for update of c`.execute(db);
  return rows;
}

/** Gives lines the values that they lacked. */
export async function markCostValues(
  db: TenantDb,
  values: readonly { id: string; rate: string; valueMinor: number }[],
): Promise<void> {
  await sql`
    update costs c set rate = w.rate, value_minor = w.value
    from unnest(${sql.val(values.map(({ id }) => id))}::uuid[], ${sql.val(values.map(({ rate }) => rate))}::text[]::numeric[],
      ${sql.val(values.map(({ valueMinor }) => String(valueMinor)))}::text[]::int8[]) as w (id, rate, value)
    where c.tenant_id = current_tenant() and c.id = w.id`.execute(db);
}

/** Takes every value away: they were in a currency that is no longer the tenant's. */
export async function clearCostValues(db: TenantDb): Promise<void> {
  await db.updateTable('costs').set({ rate: null, valueMinor: null }).where('valueMinor', 'is not', null).execute();
}
