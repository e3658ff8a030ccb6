import { sql } from 'kysely';
import { convertMinor } from '../../../domain/exchange-rates/convert.ts';
import type { TenantDb } from '../../connection.ts';
import { findRate, plainRate } from './exchange-rates.ts';

/** An amount of a day. */
export interface AmountOfDay {
  amountMinor: number;
  currency: string;
  /** Such as 2026-06-03. */
  day: string;
}

/** What an amount is worth in the tenant's currency and at which rate; both null where there is none. */
export interface Valued {
  rate: string | null;
  valueMinor: number | null;
}

/** An amount of a day in the tenant's currency. */
export async function valueOn(db: TenantDb, { into, ...amount }: AmountOfDay & { into: string }): Promise<Valued> {
  return worth(amount, { into, rate: await findRate(db, { currency: amount.currency, into, day: amount.day }) });
}

/** The same for many amounts, in their order. */
export async function valuesOn(db: TenantDb, into: string, amounts: readonly AmountOfDay[]): Promise<Valued[]> {
  const foreign = amounts.filter(({ currency }) => currency !== into);
  const rates = new Map<string, string>();
  if (foreign.length > 0) {
    const { rows } = await sql<{ currency: string; day: string; rate: string }>`
      select w.currency, w.day::text as day, r.rate::text as rate
      from (select distinct currency, day from unnest(${sql.val(foreign.map(({ currency }) => currency))}::text[],
        ${sql.val(foreign.map(({ day }) => day))}::text[]::date[]) as g (currency, day)) w
      cross join lateral (
        select rate from exchange_rates r
        where r.tenant_id = current_tenant() and r.currency = w.currency and r.into_currency = ${into} and r.valid_from <= w.day
        order by r.valid_from desc limit 1) r`.execute(db);
    for (const { currency, day, rate } of rows) rates.set(`${currency} ${day}`, plainRate(rate));
  }
  return amounts.map((amount) => {
    const rate = amount.currency === into ? '1' : (rates.get(`${amount.currency} ${amount.day}`) ?? null);
    return worth(amount, { into, rate });
  });
}

function worth(amount: AmountOfDay, { into, rate }: { into: string; rate: string | null }): Valued {
  const pair = { from: amount.currency, into };
  return { rate, valueMinor: rate === null ? null : convertMinor(amount.amountMinor, rate, pair) };
}
