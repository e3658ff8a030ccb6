import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/**
 * Takes away everything personal of one person and leaves the row, without a name, for the counts it is part of; the address stays
 * suppressed by its hash. False where there is nobody of this id left to erase.
 */
export async function erasePersonRows(db: TenantDb, personId: string): Promise<boolean> {
  const { rows } = await sql<{ emailHash: Buffer | null }>`
    select email_hash from people where tenant_id = current_tenant() and id = ${personId} and erased_at is null for update`.execute(
    db,
  );
  const person = rows[0];
  if (!person) return false;
  if (person.emailHash) await suppressByHash(db, person.emailHash);
  await clearPerson(db, personId);
  await sql`delete from person_attributes where tenant_id = current_tenant() and person_id = ${personId}`.execute(db);
  await sql`delete from list_people where tenant_id = current_tenant() and person_id = ${personId}`.execute(db);
  await sql`delete from person_frequency where tenant_id = current_tenant() and person_id = ${personId}`.execute(db);
  // That there was a consent, when and on what basis is what we must be able to show; free text may name somebody.
  await sql`update consents set note = null, source = 'erased' where tenant_id = current_tenant() and person_id = ${personId}`.execute(
    db,
  );
  await sql`update engagement_events set data = '{}' where tenant_id = current_tenant() and person_id = ${personId}`.execute(
    db,
  );
  await deleteStoredFiles(db);
  return true;
}

async function suppressByHash(db: TenantDb, emailHash: Buffer): Promise<void> {
  await sql`
    insert into suppressions (address_hash, email, reason, source) values (${emailHash}, null, 'erased', 'erasure')
    on conflict (tenant_id, address_hash) do update set email = null, reason = 'erased', source = 'erasure', message_id = null`.execute(
    db,
  );
  await sql`update import_errors set value = null where tenant_id = current_tenant() and email_hash = ${emailHash}`.execute(
    db,
  );
}

/** Every column but the keys, the kind and the times: what is added to the table later must be decided on here. */
async function clearPerson(db: TenantDb, personId: string): Promise<void> {
  await db
    .updateTable('people')
    .set({
      externalId: null,
      email: null,
      emailKey: null,
      emailStatus: 'invalid',
      firstName: null,
      lastName: null,
      phone: null,
      jobTitle: null,
      accountId: null,
      company: null,
      street: null,
      city: null,
      region: null,
      postalCode: null,
      country: null,
      language: null,
      timeZone: null,
      leadSource: null,
      ownerId: null,
      consent: 'denied',
      consentAt: null,
      firstTouch: null,
      latestTouch: null,
      importId: null,
      importRow: null,
      erasedAt: sql<Date>`now()`,
      updatedAt: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', personId)
    .execute();
}

/** Uploaded and exported files may hold the person; those that no running job needs go at once instead of at their time. */
async function deleteStoredFiles(db: TenantDb): Promise<void> {
  await sql`
    delete from files f where f.tenant_id = current_tenant() and f.completed_at is not null
      and not exists (select from imports i where i.tenant_id = f.tenant_id and i.file_id = f.id
        and i.status in ('queued', 'running', 'cancelling'))`.execute(db);
}
