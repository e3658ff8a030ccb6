import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Db, TenantDb } from '../connection.ts';
import type { Tenants } from '../schema.ts';

/** A tenant and its settings. */
export type TenantRow = Selectable<Tenants>;

/** Adds the tenant that this transaction stands in; one that is there already stays as it is. */
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

/** The tenant of this transaction, held against changes until it ends. */
export async function lockTenant(db: TenantDb): Promise<TenantRow | undefined> {
  return db.selectFrom('tenants').selectAll().forUpdate().executeTakeFirst();
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
  | 'retentionDays'
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
  return result.numDeletedRows > 0n;
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
