import type { Db, TenantDb } from '../connection.ts';

/** Whether the tenant has any opportunity. */
export async function hasOpportunities(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('opportunities').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Tenants with opportunities that should have been credited by `nowIso`. As salescompass_directory. */
export async function listTenantsToCredit(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('attributionWork')
    .select('tenantId')
    .distinct()
    .where('dueAt', '<=', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
