import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { MergedPeople } from './journey-merge.ts';

/** A person who said no under one address has said no, until the message is taken back by which they did; a bounce is about the address alone. */
export async function mergeSuppression(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    insert into suppressions (address_hash, email, reason, source, message_id, by_hand_source)
    select k.email_hash, k.email_key, case when s.reason = 'hard_bounce' then 'manual' else s.reason end, 'merge',
      case when s.reason <> 'hard_bounce' then s.message_id end,
      case when s.reason <> 'hard_bounce' and s.by_hand_source is not null then 'merge' end
    from people k, people m join suppressions s on s.tenant_id = m.tenant_id and s.address_hash = m.email_hash
    where k.tenant_id = current_tenant() and k.id = ${keepId} and k.email_hash is not null
      and m.tenant_id = current_tenant() and m.id = ${mergeId}
      and (s.reason in ('unsubscribe', 'complaint', 'manual') or s.by_hand_source is not null)
    -- Where a mail spoke for the kept address, the no stays when that is taken back.
    on conflict (tenant_id, address_hash) do update set by_hand_source = excluded.source
      where suppressions.message_id is not null and suppressions.by_hand_source is null`.execute(db);
  // The other address may be nobody's any more: it stays suppressed, by its hash alone, and no erasure would find what was noted of it.
  await sql`
    update suppressions s set email = null, source = case when s.reason = 'manual' then 'merge' else s.source end,
      by_hand_source = case when s.by_hand_source is not null then 'merge' end
    from people k, people m
    where k.tenant_id = current_tenant() and k.id = ${keepId} and m.tenant_id = current_tenant() and m.id = ${mergeId}
      and k.email_hash is not null and s.tenant_id = current_tenant() and s.address_hash = m.email_hash`.execute(db);
}
