import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { lighterThan, wentOut, type LockedPerson } from './reactions.ts';

/**
 * Suppresses the address of before that a message went to which found nobody there, by its hash alone; the one that the person has now stays.
 * Nothing where it may have gone to another one: of what both of two records had before they became one, nobody knows which it went to.
 */
export async function suppressBouncedFormer(db: TenantDb, person: LockedPerson, messageId: string): Promise<void> {
  await sql`
    insert into suppressions (address_hash, reason, source, message_id)
    select (array_agg(f.email_hash))[1], 'hard_bounce', 'delivery_report', m.id
    from messages m
    join people p on p.tenant_id = m.tenant_id and p.id = ${person.id}
    join former_addresses f on f.tenant_id = p.tenant_id and f.person_id = p.id
      and ${wentOut} >= coalesce(f.since, '-infinity') and ${wentOut} < coalesce(f.until, p.email_since)
    where m.tenant_id = current_tenant() and m.id = ${messageId} and not (m.person_id = p.id and exists (
      select from people other where other.tenant_id = p.tenant_id and other.merged_into = p.id and other.erased_at > ${wentOut}))
    group by m.id, p.email_hash
    having count(*) = 1 and (array_agg(f.email_hash))[1] is distinct from p.email_hash
    on conflict (tenant_id, address_hash) do update set reason = excluded.reason, source = excluded.source, message_id = excluded.message_id
      where suppressions.reason = any(${lighterThan.hard_bounce}::text[])`.execute(db);
}
