import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Takes out what is kept under the addresses of people who are about to be cleared: those that they have, and those that they had before. */
export async function clearByAddress(db: TenantDb, personIds: readonly string[]): Promise<void> {
  const hashes = await listAddresses(db, personIds);
  await clearRemarks(db, { personIds, hashes });
  await clearSuppressions(db, hashes);
  await clearInboundMails(db, { personIds, hashes });
}

/** Keeps the addresses of somebody who is erased from being written to again, by their hashes: those that `clearByAddress` finds. */
export async function suppressErased(db: TenantDb, personId: string): Promise<void> {
  const hashes = await listAddresses(db, [personId]);
  await sql`
    insert into suppressions (address_hash, email, reason, source)
    select decode(hash, 'hex'), null, 'erased', 'erasure' from unnest(${sql.val(hashes)}::text[]) as h (hash) order by hash
    on conflict (tenant_id, address_hash) do update set email = null, reason = 'erased', source = 'erasure', message_id = null,
      by_hand_source = null`.execute(db);
}

interface Addressed {
  personIds: readonly string[];
  hashes: readonly string[];
}

/**
 * The hashes of their addresses in hex: those that they have, and those that they had before and that nobody else has now. An
 * erasure asks it twice, to suppress and to clear: who has one of before is found by going over everybody.
 */
async function listAddresses(db: TenantDb, personIds: readonly string[]): Promise<string[]> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  const { rows } = await sql<{ hash: string }>`
    select encode(email_hash, 'hex') as hash from people
    where tenant_id = current_tenant() and id = ${ids} and email_hash is not null
    union
    select encode(f.email_hash, 'hex') from former_addresses f
    where f.tenant_id = current_tenant() and f.person_id = ${ids} and not exists (
      select from people p where p.tenant_id = f.tenant_id and p.email_hash = f.email_hash)`.execute(db);
  return rows.map(({ hash }) => hash);
}

/** One of some hashes in hex. */
const anyOf = (hashes: readonly string[]) =>
  sql`any(array(select decode(hash, 'hex') from unnest(${sql.val([...hashes])}::text[]) as h (hash)))`;

/** What imports said about their rows: by address, and about the row that wrote the person last, who may have none. */
async function clearRemarks(db: TenantDb, { personIds, hashes }: Addressed): Promise<void> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  await sql`
    update import_errors e set value = null from people p
    where p.tenant_id = current_tenant() and p.id = ${ids} and e.tenant_id = p.tenant_id and e.import_id = p.import_id
      and e.row_number = p.import_row`.execute(db);
  await sql`
    update import_errors set value = null
    where tenant_id = current_tenant() and email_hash = ${anyOf(hashes)}`.execute(db);
}

/** An address that is not to be written to stays so by its hash alone; where that was noted by hand, free text may name somebody. */
async function clearSuppressions(db: TenantDb, hashes: readonly string[]): Promise<void> {
  await sql`
    update suppressions s set email = null, source = case when s.reason = 'manual' then 'erased' else s.source end,
      by_hand_source = case when s.by_hand_source is not null then 'erased' end
    where s.tenant_id = current_tenant() and s.address_hash = ${anyOf(hashes)}`.execute(db);
}

/** Mail that they wrote or that reports something about them, also if it could not be matched with a message of ours. */
async function clearInboundMails(db: TenantDb, { personIds, hashes }: Addressed): Promise<void> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  await sql`
    delete from inbound_mails
    where tenant_id = current_tenant() and (person_id = ${ids} or email_hash = ${anyOf(hashes)})`.execute(db);
}
