import { sql } from 'kysely';
import type { ExchangeRate, RateInput } from '../../../domain/exchange-rates/exchange-rate.ts';
import type { TenantDb } from '../../connection.ts';

/** The tenant's currency, held against a change until the transaction ends: values are written in it. */
export async function holdCurrency(db: TenantDb): Promise<string> {
  const { currency } = await db.selectFrom('tenants').select('currency').forShare().executeTakeFirstOrThrow();
  return currency;
}

/** The tenant's currency. */
export async function findCurrency(db: TenantDb): Promise<string> {
  const { currency } = await db.selectFrom('tenants').select('currency').executeTakeFirstOrThrow();
  return currency;
}

/** One page of rates into the tenant's currency, by currency and the newest first; `after` is the last row of the page before. */
export async function listRates(
  db: TenantDb,
  input: { limit: number; currency?: string; after: readonly [currency: string, validFrom: string] | null },
): Promise<ExchangeRate[]> {
  const { after } = input;
  const rows = await db
    .selectFrom('exchangeRates')
    .selectAll()
    .where('intoCurrency', '=', (eb) => eb.selectFrom('tenants').select('currency'))
    .$if(input.currency !== undefined, (query) => query.where('currency', '=', input.currency ?? ''))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(currency > ${after?.[0]} or (currency = ${after?.[0]} and valid_from < ${after?.[1]}::text::date))`,
      ),
    )
    .orderBy('currency')
    .orderBy('validFrom', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    currency: row.currency,
    intoCurrency: row.intoCurrency,
    validFrom: dayOf(row.validFrom),
    rate: plainRate(row.rate),
    source: row.source,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** The rate of `currency` into the tenant's on a day: the newest that was valid then. "1" for its own, null where there is none. */
export async function findRate(
  db: TenantDb,
  { currency, into, day }: { currency: string; into: string; day: string },
): Promise<string | null> {
  if (currency === into) return '1';
  const row = await db
    .selectFrom('exchangeRates')
    .select('rate')
    .where('currency', '=', currency)
    .where('intoCurrency', '=', into)
    .where('validFrom', '<=', sql<Date>`${day}::text::date`)
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? plainRate(row.rate) : null;
}

/** What a rate was before it was written. */
export interface WrittenRate extends RateInput {
  /** Null: it is new. */
  before: string | null;
}

/** Writes rates that are all of different currencies or days, in one statement; returns each with what stood there before. */
export async function upsertRates(
  db: TenantDb,
  input: { into: string; source: string; rates: readonly RateInput[] },
): Promise<WrittenRate[]> {
  const { rates, into } = input;
  const { rows } = await sql<{ currency: string; validFrom: string; rate: string; before: string | null }>`
    with given as (
      select * from unnest(${sql.val(rates.map((rate) => rate.currency))}::text[],
        ${sql.val(rates.map((rate) => rate.validFrom))}::text[]::date[], ${sql.val(rates.map((rate) => rate.rate))}::text[]::numeric[])
        as g (currency, valid_from, rate)),
    -- As it was when the statement began: what it writes is not seen by it.
    known as (
      select g.*, k.rate as before from given g
      left join exchange_rates k on k.tenant_id = current_tenant() and k.currency = g.currency
        and k.into_currency = ${into} and k.valid_from = g.valid_from),
    written as (
      insert into exchange_rates as r (currency, into_currency, valid_from, rate, source)
      select currency, ${into}, valid_from, rate, ${input.source} from known
      on conflict (tenant_id, currency, into_currency, valid_from) do update
        set rate = excluded.rate, source = excluded.source, updated_at = now() where r.rate <> excluded.rate)
    select currency, valid_from::text as "validFrom", rate::text, before::text from known`.execute(db);
  return rows.map((row) => ({ ...row, rate: plainRate(row.rate), before: row.before && plainRate(row.before) }));
}

/** Removes a rate; undefined if there is none with that id. Values that were calculated with it stay. */
export async function deleteRate(db: TenantDb, id: string): Promise<RateInput | undefined> {
  const row = await db
    .deleteFrom('exchangeRates')
    .where('id', '=', id)
    .returning(['currency', 'validFrom', 'rate'])
    .executeTakeFirst();
  return row && { currency: row.currency, validFrom: dayOf(row.validFrom), rate: plainRate(row.rate) };
}

/** A date column as a day such as 2026-06-03. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** "1.0800000000" → "1.08". */
export function plainRate(rate: string): string {
  return rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate;
}
