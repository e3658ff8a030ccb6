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
  const values = columnsOf(input);
  const row = await db
    .insertInto('accounts')
    .values({ externalId, name: input.name, ...values })
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'externalId']).doUpdateSet({
        ...values,
        version: sql<number>`accounts.version + 1`,
        updatedAt: sql<Date>`now()`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAccount(row);
}

/** Makes an account; the id is the caller's. */
export async function insertAccount(db: TenantDb, input: AccountInput & { id: string }): Promise<Account> {
  const { id, ...values } = input;
  const row = await db
    .insertInto('accounts')
    .values({ id, name: input.name, ...columnsOf(values) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAccount(row);
}

/** Changes an account at a known version; undefined where somebody else was faster. */
export async function updateAccount(
  db: TenantDb,
  input: { id: string; version: number; changes: Partial<AccountInput> },
): Promise<Account | undefined> {
  const row = await db
    .updateTable('accounts')
    .set({ ...columnsOf(input.changes), version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .returningAll()
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Deletes an account; its people stay and belong to none. Returns how many they are, undefined where there is no such account. */
export async function deleteAccount(db: TenantDb, id: string): Promise<number | undefined> {
  const released = await db
    .updateTable('people')
    .set({ accountId: null, version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('accountId', '=', id)
    .executeTakeFirst();
  const deleted = await db.deleteFrom('accounts').where('id', '=', id).executeTakeFirst();
  return deleted.numDeletedRows > 0n ? Number(released.numUpdatedRows) : undefined;
}

function columnsOf({ annualRevenue, ...rest }: Partial<AccountInput>) {
  if (annualRevenue === undefined) return rest;
  return {
    ...rest,
    annualRevenueMinor: annualRevenue?.amountMinor ?? null,
    currency: annualRevenue?.currency ?? null,
  };
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
