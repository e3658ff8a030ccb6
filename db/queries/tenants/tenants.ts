import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Db, TenantDb } from '../../connection.ts';
import type { Tenants } from '../../schema.ts';

/** A tenant and its settings. */
export type TenantRow = Selectable<Tenants>;

/** Inserts the tenant of this transaction; an existing one is left unchanged. */
export async function insertTenant(db: TenantDb, input: Insertable<Tenants>): Promise<void> {
  await db
    .insertInto('tenants')
    .values(input)
    .onConflict((conflict) => conflict.column('tenantId').doNothing())
    .execute();
}

/** The tenant of this transaction. */
export async function findTenant(db: TenantDb): Promise<TenantRow | undefined> {
  return db.selectFrom('tenants').selectAll().executeTakeFirst();
}

/** The tenant of this transaction, held against changes until it ends; what refers to it may still be written. */
export async function lockTenant(db: TenantDb): Promise<TenantRow | undefined> {
  return db.selectFrom('tenants').selectAll().forNoKeyUpdate().executeTakeFirst();
}

/** The settings that people change. */
export type TenantChanges = Pick<
  Updateable<Tenants>,
  | 'name'
  | 'timeZone'
  | 'currency'
  | 'postalAddress'
  | 'capMessages'
  | 'capDays'
  | 'quietFrom'
  | 'quietTo'
  | 'lookBackDays'
  | 'countOpensAsTouch'
  | 'linkTagging'
  | 'retentionDays'
  | 'sendsToSeeds'
  | 'answersByMail'
>;

/** Changes settings of the tenant that `lockTenant` holds. */
export async function updateTenant(db: TenantDb, changes: TenantChanges): Promise<TenantRow> {
  return db
    .updateTable('tenants')
    .set((row) => ({ ...changes, version: row('version', '+', 1) }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Stops the tenant's sending; undefined when it was stopped already. */
export async function markSendingStopped(
  db: TenantDb,
  input: { by: string; reason: string },
): Promise<TenantRow | undefined> {
  return db
    .updateTable('tenants')
    .set({ sendingStoppedAt: new Date(), sendingStoppedBy: input.by, sendingStoppedReason: input.reason })
    .where('sendingStoppedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Lets the tenant send again; undefined when it was not stopped. */
export async function markSendingResumed(db: TenantDb): Promise<TenantRow | undefined> {
  return db
    .updateTable('tenants')
    .set({ sendingStoppedAt: null, sendingStoppedBy: null, sendingStoppedReason: null })
    .where('sendingStoppedAt', 'is not', null)
    .returningAll()
    .executeTakeFirst();
}

/** Deletes the tenant with everything that belongs to it, if it is an example. Returns whether it was. */
export async function deleteExampleTenant(db: TenantDb): Promise<boolean> {
  const result = await db.deleteFrom('tenants').where('isExample', '=', true).executeTakeFirst();
  if (result.numDeletedRows === 0n) return false;
  for (const table of await listTablesBesideTenants(db)) {
    await sql`delete from ${sql.table(table)} where tenant_id = current_tenant()`.execute(db);
  }
  return true;
}

/** Tables of tenants that the deletion of a tenant does not reach by itself: the busiest do without a foreign key to it. */
async function listTablesBesideTenants(db: TenantDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_constraint k
                      where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'public.tenants'::regclass)
      and c.oid <> 'public.tenants'::regclass`.execute(db);
  return rows.map(({ name }) => name);
}

/** A tenant as the directory knows it. */
export interface ListedTenant {
  tenantId: string;
  number: number;
  name: string;
  isExample: boolean;
}

/** Every tenant; takes a connection of the role salescompass_directory. */
export async function listTenants(directory: Db): Promise<ListedTenant[]> {
  return directory
    .selectFrom('tenants')
    .select(['tenantId', 'number', 'name', 'isExample'])
    .orderBy('number')
    .execute();
}
