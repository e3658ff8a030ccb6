import type { OutboxSql } from './lease.ts';

/** What sending needs to know of a tenant. */
export interface SendingTenant {
  tenantId: string;
  number: number;
  name: string;
  postalAddress: string;
  timeZone: string;
  /** When automated messages wait, in each person's zone; null: never. */
  quiet: { from: string; to: string } | null;
}

/** The tenant of this transaction. */
export async function findSendingTenant(sql: OutboxSql): Promise<SendingTenant> {
  const [row] = await sql<
    (Omit<SendingTenant, 'quiet'> & {
      quietFrom: string | null;
      quietTo: string | null;
    })[]
  >`
    select tenant_id as "tenantId", number, name, postal_address as "postalAddress",
      case when time_zone in (select name from time_zones) then time_zone else 'UTC' end as "timeZone",
      to_char(quiet_from, 'HH24:MI') as "quietFrom", to_char(quiet_to, 'HH24:MI') as "quietTo"
    from tenants where tenant_id = current_tenant()`;
  if (!row) throw new Error('the tenant is gone');
  const { quietFrom, quietTo, ...tenant } = row;
  const quiet = quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null;
  return { ...tenant, quiet };
}
