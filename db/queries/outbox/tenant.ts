import type { OutboxSql } from './lease.ts';

/** What sending needs to know of a tenant. */
export interface SendingTenant {
  tenantId: string;
  number: number;
  name: string;
  postalAddress: string;
  /** Marketing messages that one person may get in a rolling window of days; null: no cap. */
  cap: { messages: number; days: number } | null;
  timeZone: string;
  /** When automated messages wait, in each person's zone; null: never. */
  quiet: { from: string; to: string } | null;
}

/** The tenant of this transaction. */
export async function findSendingTenant(sql: OutboxSql): Promise<SendingTenant> {
  const [row] = await sql<
    (Omit<SendingTenant, 'cap' | 'quiet'> & {
      messages: number | null;
      days: number;
      quietFrom: string | null;
      quietTo: string | null;
    })[]
  >`
    select tenant_id as "tenantId", number, name, postal_address as "postalAddress", cap_messages as messages, cap_days as days,
      case when time_zone in (select name from time_zones) then time_zone else 'UTC' end as "timeZone",
      to_char(quiet_from, 'HH24:MI') as "quietFrom", to_char(quiet_to, 'HH24:MI') as "quietTo"
    from tenants where tenant_id = current_tenant()`;
  if (!row) throw new Error('the tenant is gone');
  const { messages, days, quietFrom, quietTo, ...tenant } = row;
  const quiet = quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null;
  return { ...tenant, quiet, cap: messages === null ? null : { messages, days } };
}
