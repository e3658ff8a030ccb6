import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { requestWakes } from '../drips/enrolments.ts';
import { forgetReceivers } from '../deliverability/delivery-hours.ts';
import { leaveDrips } from '../drips/positions.ts';
import { clearRemarksWithoutFile } from '../files.ts';
import { clearAnswersAbout } from '../webhooks/answers.ts';
import { clearByAddress, suppressErased } from './erasure-by-address.ts';
import { lockJourneys } from './journey-locks.ts';

/**
 * Takes away everything personal of one person and leaves the row, without a name, for the counts it is part of; the address, and
 * what they had before it, stays suppressed by its hash. False where there is nobody of this id left to erase.
 */
export async function erasePersonRows(db: TenantDb, personId: string): Promise<boolean> {
  await lockJourneys(db, [personId]);
  const { rows } = await sql`
    select from people where tenant_id = current_tenant() and id = ${personId} and erased_at is null for update`.execute(
    db,
  );
  if (rows.length === 0) return false;
  await suppressErased(db, personId);
  const dripIds = await clearPeople(db, [personId]);
  await endExports(db);
  await deleteStoredFiles(db);
  // Rows that could not be read at all are nobody's that we know of, and may be theirs.
  await clearRemarksWithoutFile(db);
  await requestWakes(db, dripIds);
  return true;
}

/**
 * Takes everything personal out of the rows of these people, in every table, and leaves what only counts. The caller holds them.
 * Doing it again changes nothing. Returns the drips that they left: wake them at the end of the transaction.
 */
export async function clearPeople(db: TenantDb, personIds: readonly string[]): Promise<string[]> {
  // First what is found by what the people were called.
  await clearByAddress(db, personIds);
  await clearSearches(db, personIds);
  await clearUnknownEvents(db, personIds);
  const domains = await listDomainsOf(db, personIds);
  await clearFields(db, personIds);
  await forgetReceivers(db, domains);
  const dripIds = await leaveJourneys(db, personIds);
  const ids = sql`any(${sql.val(personIds)}::uuid[])`;
  // The address that was just cleared among them.
  await sql`delete from former_addresses where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await clearAnswersAbout(db, personIds);
  await sql`delete from person_attributes where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  // What their fields said before, those of the row that was just cleared too.
  await sql`delete from person_field_changes where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from list_people where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from segment_people where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from segment_changes where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`
    delete from files f using exports x
    where f.tenant_id = current_tenant() and x.tenant_id = f.tenant_id and x.file_id = f.id and x.person_id = ${ids}`.execute(
    db,
  );
  await sql`delete from sign_ups where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from topic_opt_outs where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from intake_people where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  for (const table of ['next_actions', 'next_action_work', 'tasks'])
    await sql`delete from ${sql.table(table)} where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from content_showings where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  await sql`delete from person_frequency where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  for (const table of ['person_scores', 'person_score_history', 'score_work'])
    await sql`delete from ${sql.table(table)} where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  // Money that a campaign earned through somebody stays earned: who they were and what part they had is gone.
  await sql`update opportunity_people set role = '' where tenant_id = current_tenant() and person_id = ${ids} and role <> ''`.execute(
    db,
  );
  // That there was a consent, when and on what basis is what we must be able to show; free text may name somebody.
  await sql`update consents set note = null, source = 'erased' where tenant_id = current_tenant() and person_id = ${ids}`.execute(
    db,
  );
  await sql`
    update engagement_events set data = '{}', name = null, anonymous_id = null, user_id = null
    where tenant_id = current_tenant() and person_id = ${ids}
      and (data <> '{}' or name is not null or anonymous_id is not null or user_id is not null)`.execute(db);
  await sql`delete from identities where tenant_id = current_tenant() and person_id = ${ids}`.execute(db);
  return dripIds;
}

async function listDomainsOf(db: TenantDb, personIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('emailDomain')
    .distinct()
    .where('id', 'in', [...personIds])
    .where('emailDomain', 'is not', null)
    .execute();
  return rows.map(({ emailDomain }) => emailDomain ?? '');
}

/**
 * They leave every drip, also where they are held and so would never come to its end, and every nurture programme; no webhook is called
 * for them any more. Returns the drips: one that they were the last in hears of it from housekeeping.
 */
async function leaveJourneys(db: TenantDb, personIds: readonly string[]): Promise<string[]> {
  const nowIso = new Date().toISOString();
  const ids = await leaveDrips(db, { personIds, reason: 'erased', nowIso });
  const left = sql`any(${sql.val(ids)}::uuid[])`;
  await sql`
    update drip_calls set status = 'cancelled', finished_at = now()
    where tenant_id = current_tenant() and status = 'waiting' and position_id = ${left}`.execute(db);
  const { rows } = await sql<{ dripId: string }>`
    select distinct drip_id from drip_positions where tenant_id = current_tenant() and id = ${left} order by 1`.execute(
    db,
  );
  await sql`
    delete from nurture_members where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[])`.execute(
    db,
  );
  return rows.map(({ dripId }) => dripId);
}

/**
 * What came in under ids of theirs before anybody knew whose it was: nobody is to be told by it once it is known. In the collation of the
 * index over those events; that of external ids is another one.
 */
async function clearUnknownEvents(db: TenantDb, personIds: readonly string[]): Promise<void> {
  const ids = sql`any(${sql.val([...personIds])}::uuid[])`;
  const known = (kind: 'anonymous' | 'user') =>
    sql`select value from identities where tenant_id = current_tenant() and kind = ${kind} and person_id = ${ids}`;
  await sql`
    update engagement_events e set data = '{}', name = null, anonymous_id = null, user_id = null
    where e.tenant_id = current_tenant() and e.person_id is null and e.user_id = any(array(
      ${known('user')} union
      select external_id collate "default" from people where tenant_id = current_tenant() and id = ${ids} and external_id is not null))`.execute(
    db,
  );
  await sql`
    update engagement_events e set data = '{}', name = null, anonymous_id = null
    where e.tenant_id = current_tenant() and e.person_id is null and e.user_id is null
      and e.anonymous_id = any(array(${known('anonymous')}))`.execute(db);
}

/** What exports looked for, where it is the beginning of a name or an address of theirs. */
async function clearSearches(db: TenantDb, personIds: readonly string[]): Promise<void> {
  await sql`
    update exports x set filter = x.filter - 'q'
    where x.tenant_id = current_tenant() and x.filter ? 'q' and exists (
      select from people p, lower(trim(x.filter ->> 'q')) as wanted
      where p.tenant_id = x.tenant_id and p.id = any(${sql.val(personIds)}::uuid[])
        and (starts_with(p.email_key, wanted) or starts_with(p.search_name, wanted) or starts_with(p.search_last_name, wanted)))`.execute(
    db,
  );
}

/** Every column but the keys, the kind and the times: what is added to the table later must be decided on here. */
async function clearFields(db: TenantDb, personIds: readonly string[]): Promise<void> {
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
      mailFrequency: null,
      mailPausedUntil: null,
      firstTouch: null,
      latestTouch: null,
      importId: null,
      importRow: null,
      erasedAt: sql<Date>`coalesce(erased_at, now())`,
      updatedAt: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where('id', 'in', [...personIds])
    .execute();
}

/** A file that is being written may hold the person already; it is given up, and whoever wanted it starts again. */
async function endExports(db: TenantDb): Promise<void> {
  await sql`
    update exports set status = 'failed', finished_at = now(),
      failure = 'Somebody was erased while this file was being written, so it was given up. Start it again.'
    where tenant_id = current_tenant() and status = 'running'`.execute(db);
}

/**
 * Uploaded and exported files may hold the person; those that no running job needs go at once instead of at their time, also what
 * was written of a file whose export was given up or whose worker is gone. What an import is still reading goes a day later: who was
 * erased stays suppressed in it, but the file must not outlive that.
 */
async function deleteStoredFiles(db: TenantDb): Promise<void> {
  const isNeeded = sql`exists (select from imports i where i.tenant_id = f.tenant_id and i.file_id = f.id
    and i.status in ('queued', 'running', 'cancelling'))`;
  // Each file is locked first: an import that is being created from it holds the lock, so once we have the lock that import is visible.
  const { rows } = await sql<{ id: string }>`
    select id from files f where f.tenant_id = current_tenant() and not ${isNeeded}
      and (f.completed_at is not null or f.created_at < now() - interval '1 day' or exists (
        select from exports x where x.tenant_id = f.tenant_id and x.file_id = f.id))
    order by id for update`.execute(db);
  await sql`
    delete from files f where f.tenant_id = current_tenant() and not ${isNeeded}
      and f.id = any(${sql.val(rows.map(({ id }) => id))}::uuid[])`.execute(db);
  await sql`
    update files f set expires_at = least(f.expires_at, now() + interval '1 day')
    where f.tenant_id = current_tenant() and ${isNeeded}`.execute(db);
}
