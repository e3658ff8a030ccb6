import type { OutboxSql } from './outbox-lease.ts';

/**
 * Suppresses the addresses of messages that were refused for good at once (there is no such person) and marks the people. The
 * messages themselves are `failed` with the reply's code; a bounce is what comes back after a message was accepted.
 */
export async function insertRefusedAddresses(sql: OutboxSql, messageIds: string[]): Promise<void> {
  await sql`
    with refused as (
      update people p set email_status = 'bounced', updated_at = now(), version = p.version + 1
      from messages m
      where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[]) and p.tenant_id = m.tenant_id and p.id = m.person_id
      returning p.email_hash, p.email_key, m.id as message_id)
    insert into suppressions (address_hash, email, reason, source, message_id)
    select email_hash, email_key, 'hard_bounce', 'smtp', message_id from refused where email_hash is not null
    on conflict (tenant_id, address_hash) do nothing`;
}
