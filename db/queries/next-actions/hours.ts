import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** The clock of a tenant, and when its automated mail waits in each person's zone. */
export interface TenantHours {
  zone: string;
  quiet: { from: string; to: string } | null;
}

/** Reads them. */
export async function findQuietHours(db: TenantDb): Promise<TenantHours> {
  const { rows } = await sql<{ zone: string; quietFrom: string | null; quietTo: string | null }>`
    select case when time_zone in (select name from time_zones) then time_zone else 'UTC' end as zone,
      to_char(quiet_from, 'HH24:MI') as quiet_from, to_char(quiet_to, 'HH24:MI') as quiet_to
    from tenants where tenant_id = current_tenant()`.execute(db);
  const { zone = 'UTC', quietFrom = null, quietTo = null } = rows[0] ?? {};
  return { zone, quiet: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null };
}
