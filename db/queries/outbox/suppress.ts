import type { OutboxSql } from './lease.ts';
import type { Statement } from './window.ts';

/**
 * Suppresses the addresses of messages that were refused for good at once (there is no such person) and marks the people. The
 * messages themselves are `failed` with the reply's code; a bounce is what comes back after a message was accepted. Belongs into the
 * transaction that marks them, and before that: an address that is known to be of no use is never forgotten in between, and people are
 * held before what is counted of them, as by whoever changes how often they want mail. `claimedAtIso`: when their addresses were read.
 */
export function insertRefusedAddresses(
  sql: OutboxSql,
  { messageIds, claimedAtIso }: { messageIds: string[]; claimedAtIso: string },
): Statement<never> {
  return sql<never[]>`
    with held as (
      -- In order, so that two lanes do not wait for each other.
      select p.tenant_id, p.id, m.id as message_id from messages m
      join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
      where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[])
        -- Whose address was put right meanwhile keeps the new one.
        and ${claimedAtIso}::timestamptz >= coalesce(p.email_since, '-infinity')
      order by p.id for no key update of p),
    refused as (
      update people p set email_status = 'bounced', updated_at = now(), version = p.version + 1
      from held
      where p.tenant_id = held.tenant_id and p.id = held.id
      returning p.email_hash, p.email_key, held.message_id)
    insert into suppressions (address_hash, email, reason, source, message_id)
    select email_hash, email_key, 'hard_bounce', 'smtp', message_id from refused where email_hash is not null
    on conflict (tenant_id, address_hash) do nothing`;
}
