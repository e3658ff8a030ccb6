import { sql, type SqlBool } from 'kysely';
import type { DeliveryName } from '../../../domain/deliverability/counts.ts';
import type { TenantDb } from '../../connection.ts';
import { hoursQuery } from '../campaigns/hours.ts';
import { countersQuery } from '../parts/counters.ts';
import { deliverabilityQuery, deliveriesQuery } from '../deliverability/delivery-hours.ts';
import { lockJourneys } from '../people/journey-locks.ts';

/** A message by which somebody (or their mail server) speaks to us: whose it is and what it belongs to. */
export interface SpokenMessage {
  id: string;
  personId: string;
  sourceId: string;
  editionId: string;
  campaignId: string | null;
  unsubscribedAt: Date | null;
  bouncedAt: Date | null;
  complainedAt: Date | null;
}

/** A person whose row is locked. */
export interface LockedPerson {
  id: string;
  email: string | null;
  emailHash: Buffer | null;
  consent: string;
}

/** The message that somebody reacted to. If their record was merged into another one, the reaction belongs to the record that was kept. */
export function messageQuery(db: TenantDb, messageId: string) {
  return db
    .selectFrom('messages as m')
    .innerJoin('messageBatches as b', (join) =>
      join.onRef('b.tenantId', '=', 'm.tenantId').onRef('b.id', '=', 'm.batchId'),
    )
    .innerJoin('people as p', (join) => join.onRef('p.tenantId', '=', 'm.tenantId').onRef('p.id', '=', 'm.personId'))
    .select(sql<string>`coalesce(p.merged_into, m.person_id)`.as('personId'))
    .select(['m.id', 'm.sourceId', 'm.editionId', 'b.campaignId'])
    .select(['m.unsubscribedAt', 'm.bouncedAt', 'm.complainedAt'])
    .where('m.id', '=', messageId);
}

/**
 * Holds whose message it is against a merge and an erasure, until the transaction ends: where one of them is under way it is waited for, and
 * whoever was kept by then is held. As they take them, where people are goes first, and their messages come after them.
 */
export async function holdSpeaker(db: TenantDb, messageId: string): Promise<void> {
  let personId = (await messageQuery(db, messageId).executeTakeFirst())?.personId;
  while (personId) {
    await lockJourneys(db, [personId]);
    const { rows } = await sql<{ mergedInto: string | null }>`
      select merged_into from people where tenant_id = current_tenant() and id = ${personId} for key share`.execute(db);
    personId = rows[0]?.mergedInto ?? undefined;
  }
}

/** The message, locked, so that the same word said twice at once counts once; whose it is stays so until the transaction ends. */
export async function lockMessage(db: TenantDb, messageId: string): Promise<SpokenMessage | undefined> {
  await holdSpeaker(db, messageId);
  // Locked before it is read, so that a reaction that came in meanwhile is seen.
  await db.selectFrom('messages').select('id').where('id', '=', messageId).forNoKeyUpdate().execute();
  return messageQuery(db, messageId).executeTakeFirst();
}

/** The person a message went to, locked. */
export async function lockPerson(db: TenantDb, personId: string): Promise<LockedPerson | undefined> {
  return db
    .selectFrom('people')
    .select(['id', 'email', 'emailHash', 'consent'])
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether an event is the first with this key; asked again later, in the same or another month, it is not. */
export async function isFirstEvent(db: TenantDb, key: string): Promise<boolean> {
  const row = await db
    .insertInto('engagementKeys')
    .values({ key })
    .onConflict((conflict) => conflict.columns(['tenantId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a message told us besides opens and clicks. */
export interface Reaction {
  kind: 'delivered' | 'bounce' | 'complaint' | 'unsubscribe' | 'reply';
  verdict: 'human' | 'unknown';
  data: Record<string, string | null>;
}

/** Which figure of `delivery_hours` a reaction counts for; null if it counts for none. */
function countsAs({ kind, data }: Reaction): DeliveryName | null {
  if (kind === 'complaint') return 'complained';
  if (kind === 'unsubscribe') return 'unsubscribed';
  if (kind !== 'bounce') return null;
  return data.bounce === 'hard' ? 'bouncedHard' : data.bounce === 'policy' ? 'bouncedPolicy' : 'bouncedSoft';
}

/** Writes the event of a reaction; its consequences are the caller's, in the same transaction, and `countReaction` the last of them. */
export async function insertReaction(db: TenantDb, message: SpokenMessage, reaction: Reaction): Promise<void> {
  await db
    .insertInto('engagementEvents')
    .values({
      kind: reaction.kind,
      occurredAt: sql`now()`,
      verdict: reaction.verdict,
      verdictRule: reaction.verdict === 'human' ? 'person' : null,
      personId: message.personId,
      campaignId: message.campaignId,
      sourceId: message.sourceId,
      messageId: message.id,
      editionId: message.editionId,
      data: reaction.data,
    })
    .execute();
}

/** What of the counters of a source is counted by the hour too. */
const hourly = ['hardBounces', 'complaints', 'replies', 'unsubscribes'] as const;

/** A counter of a source that what comes back adds to. */
export type ReactionCounter = (typeof hourly)[number] | 'softBounces' | 'policyBounces';

/**
 * Counts a reaction for its source (by `counter`; null: it was counted before), the hours of its campaign and the domains of its message.
 * Belongs at the end of a transaction, and is one statement: everybody who records something of the same broadcast waits for these rows.
 */
export async function countReaction(
  db: TenantDb,
  message: SpokenMessage,
  { reaction, counter }: { reaction: Reaction; counter: ReactionCounter | null },
): Promise<void> {
  const { campaignId, sourceId, id: messageId } = message;
  const name = hourly.find((one) => one === counter);
  const delivery = countsAs(reaction);
  const counts = [
    ...(counter === null ? [] : [countersQuery([{ sourceId, name: counter, by: 1 }])]),
    ...(name === undefined || campaignId === null ? [] : [hoursQuery([{ campaignId, name, at: null, by: 1 }])]),
    ...(delivery === null ? [] : [deliveriesQuery([{ messageId, name: delivery }])]),
    ...(delivery === null || delivery === 'unsubscribed' ? [] : [deliverabilityQuery()]),
  ];
  if (counts.length === 0) return;
  const parts = counts.map((count, place) => sql`${sql.id(`counted${place}`)} as (${count})`);
  await sql`with ${sql.join(parts)} select 1`.execute(db);
}

/** Why an address is suppressed by what came back from it, the graver later. */
export type SuppressingReaction = 'unsubscribe' | 'complaint' | 'hard_bounce';

/** What each of them is graver than. */
export const lighterThan: Record<SuppressingReaction, string[]> = {
  unsubscribe: [],
  complaint: ['unsubscribe', 'manual'],
  hard_bounce: ['unsubscribe', 'manual'],
};

/** Suppresses the address of a person, or makes a lighter reason graver; true where that changed something. */
export async function suppress(
  db: TenantDb,
  person: LockedPerson,
  because: { reason: SuppressingReaction; source: string; messageId: string },
): Promise<boolean> {
  if (!person.emailHash) return false;
  const lighter = lighterThan[because.reason];
  const row = await db
    .insertInto('suppressions')
    .values({ addressHash: person.emailHash, email: person.email, ...because })
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'addressHash'])
        .doUpdateSet({ ...because })
        .where(sql<SqlBool>`suppressions.reason = any(${lighter}::text[])`),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Suppresses what somebody was called by, where the message by which they speak went out before they had the address that they have now: whoever
 * has that mailbox said it, and would be written to again as soon as somebody brings the address in. By its hash alone, as a merge leaves
 * it. Also where somebody else has the address by now: the mailbox said no. True where that changed something.
 */
export async function suppressFormer(
  db: TenantDb,
  person: LockedPerson,
  because: { reason: 'unsubscribe' | 'complaint'; source: string; messageId: string },
): Promise<boolean> {
  const { reason, source, messageId } = because;
  const { rows } = await sql`
    insert into suppressions (address_hash, reason, source, message_id)
    select f.email_hash, ${reason}, ${source}, m.id
    from former_addresses f
    join people p on p.tenant_id = f.tenant_id and p.id = f.person_id
    join messages m on m.tenant_id = f.tenant_id and m.id = ${messageId} and ${wentOut} < p.email_since
    where f.tenant_id = current_tenant() and f.person_id = ${person.id}
      and f.email_hash is distinct from p.email_hash
    order by f.email_hash
    on conflict (tenant_id, address_hash) do update set reason = excluded.reason, source = excluded.source, message_id = excluded.message_id
      where suppressions.reason = any(${lighterThan[reason]}::text[])
    returning 1`.execute(db);
  return rows.length > 0;
}

/**
 * Where somebody wants mail again: lifts what they suppressed of their former addresses by opting out by a message of theirs. What was said by
 * hand, a complaint and a bounce stay.
 */
export async function liftFormer(db: TenantDb, personId: string): Promise<void> {
  await sql`
    delete from suppressions s using former_addresses f
    where f.tenant_id = current_tenant() and f.person_id = ${personId}
      and s.tenant_id = f.tenant_id and s.address_hash = f.email_hash and s.reason = 'unsubscribe' and s.by_hand_source is null
      and exists (
        select from messages m join people got on got.tenant_id = m.tenant_id and got.id = m.person_id
        where m.tenant_id = s.tenant_id and m.id = s.message_id and coalesce(got.merged_into, got.id) = f.person_id)`.execute(
    db,
  );
}

/** When a message `m` went out, or else when it was made. */
export const wentOut = sql`coalesce(m.sent_at, m.counted_at, m.sending_at, uuid_extract_timestamp(m.id))`;

/** Sets what holds now of a person's consent, and keeps it in the history; false where it held already. */
export async function setConsent(
  db: TenantDb,
  person: LockedPerson,
  consent: { state: 'granted' | 'denied'; source: string },
): Promise<boolean> {
  if (person.consent === consent.state) return false;
  await db
    .updateTable('people')
    .set({ consent: consent.state, consentAt: sql`now()`, updatedAt: sql`now()`, version: sql`version + 1` })
    .where('id', '=', person.id)
    .execute();
  await db
    .insertInto('consents')
    .values({ personId: person.id, ...consent })
    .execute();
  return true;
}
