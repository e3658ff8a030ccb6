import { sql, type Selectable } from 'kysely';
import type { Account, AccountInput } from '../../domain/accounts/account.ts';
import type { TenantDb } from '../connection.ts';
import type { Accounts } from '../schema.ts';

/** Accounts in the order of their names. */
export async function listAccounts(
  db: TenantDb,
  input: { limit: number; after: readonly [string, string] | null; q?: string },
): Promise<Account[]> {
  const rows = await db
    .selectFrom('accounts')
    .selectAll()
    .$if(input.after !== null, (query) =>
      query.where(sql<boolean>`(name, id) > (${input.after?.[0] ?? ''}, ${input.after?.[1] ?? ''}::uuid)`),
    )
    .$if(!!input.q, (query) => query.where(sql<boolean>`starts_with(lower(name), lower(${input.q ?? ''}))`))
    .orderBy('name')
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return rows.map(toAccount);
}

/** One account. */
export async function findAccount(db: TenantDb, id: string): Promise<Account | undefined> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toAccount(row);
}

/** The account with this external id, held until the end of the transaction. */
export async function findAccountByExternalId(db: TenantDb, externalId: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('externalId', '=', externalId)
    .forUpdate()
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Makes the account of an external id, or changes the fields that are given. */
export async function upsertAccount(db: TenantDb, externalId: string, input: AccountInput): Promise<Account> {
  const { annualRevenue, ...rest } = input;
  const money =
    annualRevenue === undefined
      ? {}
      : { annualRevenueMinor: annualRevenue?.amountMinor ?? null, currency: annualRevenue?.currency ?? null };
  const row = await db
    .insertInto('accounts')
    .values({ externalId, ...rest, ...money })
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'externalId']).doUpdateSet({
        ...rest,
        ...money,
        version: sql<number>`accounts.version + 1`,
        updatedAt: sql<Date>`now()`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAccount(row);
}

function toAccount(row: Selectable<Accounts>): Account {
  const { id, externalId, name, domain, industry, employees, country, version } = row;
  const revenue = row.annualRevenueMinor;
  return {
    id,
    externalId,
    name,
    domain,
    industry,
    employees,
    annualRevenue: revenue === null || row.currency === null ? null : { amountMinor: revenue, currency: row.currency },
    country,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
