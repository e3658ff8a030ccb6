import type { Db, TenantDb } from '../../connection.ts';

/** Keeps that links of the tenant were put under a host: they are served there for good. */
export async function insertTrackingHost(db: TenantDb, host: string): Promise<void> {
  await db
    .insertInto('trackingHosts')
    .values({ host })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** The tenants whose links stand under a host. As salescompass_directory. */
export async function listTenantsOfHost(directory: Db, host: string): Promise<string[]> {
  const rows = await directory.selectFrom('trackingHosts').select('tenantId').where('host', '=', host).execute();
  return rows.map((row) => row.tenantId);
}
