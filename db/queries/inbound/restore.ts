import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { markConsentFromHistory } from '../consent/consents.ts';
import type { Standing } from './apply.ts';

/** A person as they stood before a report on a message, what that was, and since when (what it is taken back of began then). */
export interface Restored extends Standing {
  personId: string;
  messageId: string;
  kind: string;
  since: Date | undefined;
}

/** Sets what the message's report changed of a person back, and only that: what somebody said since stays, also that by hand. */
export async function restore(db: TenantDb, person: Restored): Promise<void> {
  const { personId, messageId, suppression } = person;
  const theirs = sql`s.tenant_id = current_tenant() and s.message_id = ${messageId}
    and s.address_hash = (select p.email_hash from people p where p.tenant_id = s.tenant_id and p.id = ${personId})`;
  const set = suppression
    ? sql`reason = ${suppression.reason}, message_id = ${suppression.messageId ?? null},
        source = case when s.source = 'merge' then s.source else ${suppression.source} end`
    : sql`reason = 'manual', source = s.by_hand_source, message_id = null`;
  const { rows: kept } = await sql`
    update suppressions s set ${set} where ${theirs} and (${suppression !== null} or s.by_hand_source is not null)
    returning 1`.execute(db);
  const { rows: lifted } = suppression
    ? { rows: [] }
    : await sql`delete from suppressions s where ${theirs} returning 1`.execute(db);
  const rows = [...kept, ...lifted];
  await sql`
    update people set email_status = ${person.emailStatus}, version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${personId} and erased_at is null and email_status = 'bounced'
      and email_status <> ${person.emailStatus} and ${rows.length > 0}`.execute(db);
  if (rows.length > 0 && person.consent !== 'denied') await restoreConsent(db, person);
}

/** Why and by what a kind of mail suppresses an address. */
const suppressedBy: Record<string, { reason: string; source: string }> = {
  complaint: { reason: 'complaint', source: 'feedback_loop' },
  unsubscribe: { reason: 'unsubscribe', source: 'unsubscribe_mail' },
  hard: { reason: 'hard_bounce', source: 'delivery_report' },
  soft: { reason: 'hard_bounce', source: 'delivery_report' },
};

/**
 * Undoes what the report of a message changed for former addresses of the person: a suppression that it made more serious is as before, and
 * one that it caused is lifted. What the person themselves said by the same message is left alone.
 */
export async function restoreFormer(db: TenantDb, person: Omit<Restored, 'since'>): Promise<void> {
  const { personId, messageId, kind, suppressions = [] } = person;
  const made = suppressedBy[kind];
  if (made === undefined) return;
  const theirs = sql`s.tenant_id = current_tenant() and s.message_id = ${messageId} and s.reason = ${made.reason}
    and s.source in (${made.source}, 'merge') and exists (
      select from former_addresses f join people p on p.tenant_id = f.tenant_id and p.id = f.person_id
      where f.tenant_id = s.tenant_id and f.person_id = ${personId} and f.email_hash = s.address_hash
        and f.email_hash is distinct from p.email_hash)`;
  await sql`
    update suppressions s set reason = was.reason, source = was.source, message_id = was."messageId"
    from jsonb_to_recordset(${JSON.stringify(suppressions)}::text::jsonb) was (id uuid, reason text, source text, "messageId" uuid)
    where ${theirs} and s.id = was.id`.execute(db);
  const isNew = sql`s.id <> all(${sql.val(suppressions.map(({ id }) => id))}::uuid[])`;
  await sql`
    update suppressions s set reason = 'manual', source = s.by_hand_source, message_id = null
    where ${theirs} and ${isNew} and s.by_hand_source is not null`.execute(db);
  await sql`delete from suppressions s where ${theirs} and ${isNew}`.execute(db);
}

/**
 * Takes the denial that came by the report out of the history, and what the rest of it says holds: also a denial by hand, whenever that
 * was. A bounce denies nothing, and what was denied before the report is none of its.
 */
async function restoreConsent(db: TenantDb, { personId, consent, kind, since }: Restored): Promise<void> {
  if (since === undefined || (kind !== 'complaint' && kind !== 'unsubscribe')) return;
  const { rows: denied } = await sql`
    delete from consents where tenant_id = current_tenant() and id = (
      select id from consents where tenant_id = current_tenant() and person_id = ${personId} and channel = 'email' and topic_id is null
        and state = 'denied' and source in ('complaint', 'unsubscribe_mail') and at >= ${since}
      order by at desc, id desc limit 1)
    returning 1`.execute(db);
  if (denied.length === 0) return;
  // A merge wrote its own refusal because of this one; unless there is another refusal, it goes too.
  await sql`
    delete from consents c
    where c.tenant_id = current_tenant() and c.person_id = ${personId} and c.channel = 'email' and c.topic_id is null
      and c.state = 'denied' and c.source = 'merge' and c.at >= ${since} and not exists (
        select from consents o
        where o.tenant_id = c.tenant_id and o.person_id = c.person_id and o.channel = 'email' and o.topic_id is null
          and o.state = 'denied' and o.source <> 'merge')`.execute(db);
  if (await markConsentFromHistory(db, personId)) return;
  // Nothing was ever written of it.
  await sql`
    update people set consent = ${consent}, consent_at = null, version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${personId} and erased_at is null`.execute(db);
}
