import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Takes out what is kept under the addresses of people who are about to be cleared: those that they have, and those that they had before. */
export async function clearByAddress(db: TenantDb, personIds: readonly string[]): Promise<void> {
  await clearRemarks(db, personIds);
  await clearSuppressions(db, personIds);
  await clearInboundMails(db, personIds);
}

/** The hashes of their addresses: those that they have, and those that they had before and that nobody else has now. */
function addressesOf(personIds: readonly string[]) {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  return sql`
    select email_hash from people where tenant_id = current_tenant() and id = ${ids} and email_hash is not null
    union
    select f.email_hash from former_addresses f
    where f.tenant_id = current_tenant() and f.person_id = ${ids} and not exists (
      select from people p where p.tenant_id = f.tenant_id and p.email_hash = f.email_hash)`;
}

/** What imports said about their rows: by address, and about the row that wrote the person last, who may have none. */
async function clearRemarks(db: TenantDb, personIds: readonly string[]): Promise<void> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  await sql`
    update import_errors e set value = null from people p
    where p.tenant_id = current_tenant() and p.id = ${ids} and e.tenant_id = p.tenant_id and e.import_id = p.import_id
      and e.row_number = p.import_row`.execute(db);
  await sql`
    update import_errors set value = null
    where tenant_id = current_tenant() and email_hash = any(array(${addressesOf(personIds)}))`.execute(db);
}

/** An address that is not to be written to stays so by its hash alone; where that was noted by hand, free text may name somebody. */
async function clearSuppressions(db: TenantDb, personIds: readonly string[]): Promise<void> {
  await sql`
    update suppressions s set email = null, source = case when s.reason = 'manual' then 'erased' else s.source end,
      by_hand_source = case when s.by_hand_source is not null then 'erased' end
    where s.tenant_id = current_tenant() and s.address_hash = any(array(${addressesOf(personIds)}))`.execute(db);
}

/** What they wrote, or what was reported of them, also where no message of ours was known by it. */
async function clearInboundMails(db: TenantDb, personIds: readonly string[]): Promise<void> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  await sql`
    delete from inbound_mails
    where tenant_id = current_tenant() and (person_id = ${ids} or email_hash = any(array(${addressesOf(personIds)})))`.execute(
    db,
  );
}
