import { sql, type RawBuilder } from 'kysely';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { filledFields } from '../../../domain/people/merge.ts';
import type { TenantDb } from '../../connection.ts';
import { askForAttributionOfPeople } from '../attribution/work.ts';
import { slotNames } from '../attributes.ts';
import { keepDenied, leaveWhereDenied } from '../consent/consents.ts';
import { holdBatchesOf } from '../consent/mail-frequency.ts';
import { forgetReceivers } from '../deliverability/delivery-hours.ts';
import { requestWakes } from '../drips/enrolments.ts';
import { clearPeople } from './erasure.ts';
import { mergeFrequency } from './frequency-merge.ts';
import { mergeGroups } from './group-merge.ts';
import { lockJourneys } from './journey-locks.ts';
import { mergeJourneys, type MergedPeople } from './journey-merge.ts';
import { mergeSuppression } from './suppression-merge.ts';
import { askForScores } from '../scoring/work.ts';
import { mergeNextActions } from '../next-actions/merge.ts';

/**
 * Makes two records of one person one: what the kept record lacks comes from the other, the earliest dates and the highest
 * status of a campaign stay, and who opted out on either stays out. The other record loses its keys and is gone for readers.
 */
export async function mergePeople(db: TenantDb, people: MergedPeople): Promise<void> {
  const { keepId, mergeId } = people;
  if (keepId === mergeId)
    throw new DomainError('invalid', 'A person cannot be merged with itself.', [
      { path: 'mergeId', code: 'same', message: 'is the same person' },
    ]);
  await holdBatchesOf(db, [keepId, mergeId]);
  await lockJourneys(db, [keepId, mergeId]);
  // In order of id, so that two merges of the same people cannot lock each other out.
  const { rows } = await sql<{ mailFrequency: string | null }>`
    select mail_frequency from people where tenant_id = current_tenant() and id in (${keepId}, ${mergeId}) and erased_at is null
    order by id for update`.execute(db);
  if (rows.length !== 2) throw notFound('person');
  await mergeSuppression(db, people);
  await mergeFields(db, people);
  await mergeMemberHistory(db, people);
  await mergeMemberships(db, people);
  await mergeGroups(db, people);
  await mergeJourneys(db, people);
  await mergeTopics(db, people);
  await mergeOpportunityRoles(db, people);
  await mergeHistory(db, people);
  await mergeFrequency(
    db,
    people,
    rows.map(({ mailFrequency }) => mailFrequency),
  );
  await keepDenied(db, keepId);
  // What was scored of either alone says nothing of both.
  await askForScores(db, [keepId]);
  await mergeNextActions(db, people);
  await leaveWhereDenied(db, keepId);
  // Nothing of the other record would be found by an erasure of the kept one.
  await requestWakes(db, await clearPeople(db, [mergeId]));
}

async function mergeFields(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  // The keys are unique, so the other record must let go of them first.
  const { rows } = await sql<{
    email: string | null;
    emailKey: string | null;
    emailSince: Date | null;
    externalId: string | null;
  }>`
    update people set email = null, email_key = null, external_id = null, erased_at = now(),
      merged_into = ${keepId}, version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${mergeId}
    returning old.email, old.email_key, old.email_since, old.external_id`.execute(db);
  await sql`update people set merged_into = ${keepId} where tenant_id = current_tenant() and merged_into = ${mergeId}`.execute(
    db,
  );
  const keys = rows[0];
  const fields = filledFields.map(
    (field) => sql`${sql.ref(field)} = coalesce(k.${sql.ref(field)}, m.${sql.ref(field)})`,
  );
  const { rows: kept } = await sql<{ emailKey: string | null; emailSince: Date | null; externalId: string | null }>`
    update people k set ${sql.join(fields)},
      email = coalesce(k.email, ${keys?.email}), email_key = coalesce(k.email_key, ${keys?.emailKey}),
      external_id = coalesce(k.external_id, ${keys?.externalId}),
      -- What the other one got went to another address, and says nothing of this one.
      email_since = case when k.email_key <> ${keys?.emailKey ?? null}::text then now() else k.email_since end,
      kind = case when 'contact' in (k.kind, m.kind) then 'contact' else 'lead' end,
      consent = case when 'denied' in (k.consent, m.consent) then 'denied' when 'granted' in (k.consent, m.consent) then 'granted'
        else 'unknown' end,
      consent_at = case when m.consent = 'denied' and k.consent <> 'denied' then m.consent_at else coalesce(k.consent_at, m.consent_at) end,
      -- The less of both.
      mail_frequency = case when 'monthly' in (k.mail_frequency, m.mail_frequency) then 'monthly' else coalesce(k.mail_frequency, m.mail_frequency) end,
      mail_paused_until = greatest(k.mail_paused_until, m.mail_paused_until),
      first_touch = case when (m.first_touch ->> 'at')::timestamptz < coalesce((k.first_touch ->> 'at')::timestamptz, 'infinity')
        then m.first_touch else k.first_touch end,
      latest_touch = case when (m.latest_touch ->> 'at')::timestamptz > coalesce((k.latest_touch ->> 'at')::timestamptz, '-infinity')
        then m.latest_touch else k.latest_touch end,
      source_campaign_id = case when m.created_at < k.created_at then coalesce(m.source_campaign_id, k.source_campaign_id)
        else coalesce(k.source_campaign_id, m.source_campaign_id) end,
      lead_created_at = case when coalesce(k.lead_created_at, m.lead_created_at) is not null
        then least(coalesce(k.lead_created_at, k.created_at), coalesce(m.lead_created_at, m.created_at)) end,
      mql_at = least(k.mql_at, m.mql_at),
      created_at = least(k.created_at, m.created_at), version = k.version + 1, updated_at = now()
    from people m
    where k.tenant_id = current_tenant() and k.id = ${keepId} and m.tenant_id = k.tenant_id and m.id = ${mergeId}
    returning old.email_key, old.email_since, old.external_id`.execute(db);
  // The kept record takes over the other one's address, and since when it was theirs: mail that went to it before the merge can still
  // come back, and says the same of the address as before.
  if (keys?.emailKey && kept[0]?.emailKey === null)
    await sql`
      update people set email_since = greatest(${kept[0].emailSince}::timestamptz, ${keys.emailSince}::timestamptz)
      where tenant_id = current_tenant() and id = ${keepId}`.execute(db);
  // Another system still calls them by the id that has no place any more.
  if (keys?.externalId && kept[0]?.externalId)
    await sql`
      insert into identities (kind, value, person_id, proven) values ('user', ${keys.externalId}, ${keepId}, true)
      on conflict (tenant_id, kind, value) do update set person_id = excluded.person_id, proven = true`.execute(db);
  await forgetReceivers(db, keys?.emailKey ? [keys.emailKey.slice(keys.emailKey.lastIndexOf('@') + 1)] : []);
  const slots = slotNames.map((slot) => sql.ref(slot));
  const merged = slots.map((slot) => sql`${slot} = coalesce(person_attributes.${slot}, excluded.${slot})`);
  await sql`
    insert into person_attributes (person_id, ${sql.join(slots)})
    select ${keepId}::uuid, ${sql.join(slots)} from person_attributes where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, person_id) do update set ${sql.join(merged)}`.execute(db);
  await sql`delete from person_attributes where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(db);
}

async function mergeMemberships(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    with other as (
      delete from campaign_members where tenant_id = current_tenant() and person_id = ${mergeId}
      returning campaign_id, status_id, has_responded, first_responded_at, source, created_at)
    insert into campaign_members as k (campaign_id, person_id, status_id, has_responded, first_responded_at, source, created_at)
    select campaign_id, ${keepId}::uuid, status_id, has_responded, first_responded_at, source, created_at from other
    on conflict (tenant_id, campaign_id, person_id) do update set
      status_id = (
        select s.id from campaign_type_statuses s
        where s.tenant_id = current_tenant() and s.id in (k.status_id, excluded.status_id)
        order by s.success desc, s.responded desc, s.position desc limit 1),
      has_responded = k.has_responded or excluded.has_responded,
      first_responded_at = least(k.first_responded_at, excluded.first_responded_at),
      created_at = least(k.created_at, excluded.created_at), updated_at = now()`.execute(db);
}

/** An opt-out of a topic on either record holds. */
async function mergeTopics(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    insert into topic_opt_outs (topic_id, person_id, at)
    select topic_id, ${keepId}::uuid, at from topic_opt_outs where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, topic_id, person_id) do nothing`.execute(db);
}

/** The part that the other record had in opportunities is the kept one's; touches of both count for them now. */
async function mergeOpportunityRoles(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`
    with other as (
      delete from opportunity_people where tenant_id = current_tenant() and person_id = ${mergeId}
      returning opportunity_id, role, is_primary, added_at)
    insert into opportunity_people as k (opportunity_id, person_id, role, is_primary, added_at)
    select opportunity_id, ${keepId}::uuid, role, is_primary, added_at from other
    on conflict (tenant_id, opportunity_id, person_id) do update set
      role = case when k.role = '' then excluded.role else k.role end, is_primary = k.is_primary or excluded.is_primary,
      added_at = least(k.added_at, excluded.added_at)`.execute(db);
  // Credits stay as they are; only the person of the touches changes.
  for (const table of ['opportunity_touches', 'attribution_entries'])
    await sql`update ${sql.table(table)} set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
      db,
    );
  await askForAttributionOfPeople(db, [keepId]);
}

/** The history of the other record in its campaigns now belongs to the one that stays. */
async function mergeMemberHistory(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`update member_history set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
}

/** Messages that both got of the same source stay with their records: neither may be counted twice for one person. */
async function mergeHistory(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  await sql`update sign_ups set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`update consents set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`update engagement_events set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`update inbound_mails set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`update identities set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await sql`
    insert into former_addresses (person_id, email_hash, since, until)
    select ${keepId}::uuid, email_hash, since, until from former_addresses where tenant_id = current_tenant() and person_id = ${mergeId}
    on conflict (tenant_id, person_id, email_hash) do nothing`.execute(db);
  await sql`delete from former_addresses where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(db);
  await sql`update uncertain_messages set person_id = ${keepId} where tenant_id = current_tenant() and person_id = ${mergeId}`.execute(
    db,
  );
  await swapWhatWasLeftOut(db, { keepId, mergeId });
  await sql`
    update messages m set person_id = ${keepId}
    where m.tenant_id = current_tenant() and m.person_id = ${mergeId} and not exists (
      select from messages k where k.tenant_id = m.tenant_id and k.person_id = ${keepId}
        and k.source_id = m.source_id and k.occurrence = m.occurrence)`.execute(db);
}

/**
 * Where a message of one source was left out for the kept record and went to the other one, they change places: the person has had it, and
 * is not offered it again. By way of a person that there is not, since nobody has two messages of the same occurrence.
 */
async function swapWhatWasLeftOut(db: TenantDb, { keepId, mergeId }: MergedPeople): Promise<void> {
  const { rows } = await sql<{ left: string; had: string }>`
    select k.id as left, m.id as had
    from messages m join messages k on k.tenant_id = m.tenant_id and k.person_id = ${keepId}
      and k.source_id = m.source_id and k.occurrence = m.occurrence
    where m.tenant_id = current_tenant() and m.person_id = ${mergeId} and k.status = 'skipped'
      and m.status not in ('skipped', 'cancelled')`.execute(db);
  if (rows.length === 0) return;
  const give = (ids: string[], to: RawBuilder<unknown>) =>
    sql`update messages set person_id = ${to} where tenant_id = current_tenant() and id = any(${sql.val(ids)}::uuid[])`.execute(
      db,
    );
  const left = rows.map((row) => row.left);
  const had = rows.map((row) => row.had);
  await give(left, sql`uuidv7()`);
  await give(had, sql`${keepId}::uuid`);
  await give(left, sql`${mergeId}::uuid`);
}
