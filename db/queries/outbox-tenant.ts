import type { OutboxSql } from './outbox-lease.ts';

/** What sending needs to know of a tenant. */
export interface SendingTenant {
  tenantId: string;
  number: number;
  name: string;
  postalAddress: string;
  /** Marketing messages that one person may get in a rolling window of days; null: no cap. */
  cap: { messages: number; days: number } | null;
}

/** The tenant of this transaction. */
export async function findSendingTenant(sql: OutboxSql): Promise<SendingTenant> {
  const [row] = await sql<
    { tenantId: string; number: number; name: string; postalAddress: string; messages: number | null; days: number }[]
  >`
    select tenant_id as "tenantId", number, name, postal_address as "postalAddress", cap_messages as messages, cap_days as days
    from tenants where tenant_id = current_tenant()`;
  if (!row) throw new Error('the tenant is gone');
  const { messages, days, ...tenant } = row;
  return { ...tenant, cap: messages === null ? null : { messages, days } };
}
