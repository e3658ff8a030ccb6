import type { Db, TenantDb } from '../../connection.ts';

/** Keeps that mail of the tenant comes back to a host: it is taken there for good. */
export async function insertReturnPathHost(db: TenantDb, host: string): Promise<void> {
  await db
    .insertInto('returnPathHosts')
    .values({ host })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Whether mail of somebody comes back to a host, or did: DNS may have it otherwise by now. As salescompass_directory. */
export async function isReturnPathHost(directory: Db, host: string): Promise<boolean> {
  const row = await directory
    .selectFrom('sendingDomains')
    .select('tenantId')
    .where('returnPathHost', '=', host)
    .unionAll(directory.selectFrom('returnPathHosts').select('tenantId').where('host', '=', host))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
