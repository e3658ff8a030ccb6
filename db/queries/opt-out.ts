import { sql } from 'kysely';
import { systemActor, type Actor } from '../../domain/policy/actor.ts';
import type { TenantDb } from '../connection.ts';
import { insertAudit } from './audit.ts';
import { incrementCounters } from './counters.ts';

/** By which way somebody opted out; it is kept as the source of the consent. */
export type OptOutWay = 'one_click' | 'unsubscribe_page' | 'unsubscribe_mail' | 'preference_centre';

/** A message by which somebody speaks to us: whose it is and what it belongs to. */
interface SpokenMessage {
  id: string;
  personId: string;
  sourceId: string;
  editionId: string;
  campaignId: string | null;
  isFirstTime: boolean;
}

/** What the preference centre shows of the person a message went to. */
export interface Preferences {
  personId: string;
  /** Null where the address is gone. */
  email: string | null;
  consent: string;
  /** Why nothing is sent to the address; null where it is not suppressed. */
  suppressed: string | null;
  lists: { id: string; name: string; description: string }[];
}

/**
 * Somebody wants no more mail: address suppressed, consent denied, event, counter and audit in the caller's transaction, so
 * that nothing claimed afterwards is sent. Doing it again changes nothing. Null where the tenant has no such message.
 */
export async function recordOptOut(
  db: TenantDb,
  input: { tenantId: string; messageId: string; way: OptOutWay },
): Promise<{ changed: boolean } | null> {
  const message = await lockMessage(db, input.messageId);
  if (!message) return null;
  const person = await lockPerson(db, message.personId);
  const suppressed = person?.emailHash
    ? await suppress(db, {
        ...person,
        emailHash: person.emailHash,
        reason: 'unsubscribe',
        source: input.way,
        messageId: message.id,
      })
    : false;
  const denied =
    person && person.consent !== 'denied'
      ? await setConsent(db, person.id, { state: 'denied', source: input.way })
      : false;
  if (message.isFirstTime) {
    await db
      .updateTable('messages')
      .set({ unsubscribedAt: sql`now()` })
      .where('id', '=', message.id)
      .execute();
    await incrementCounters(db, [{ sourceId: message.sourceId, name: 'unsubscribes', by: 1 }]);
  }
  const changed = suppressed || denied || message.isFirstTime;
  if (changed) await insertOptOutEvent(db, message, input.way);
  if (denied && person) await audit(db, input, { personId: person.id, before: person.consent, after: 'denied' });
  return { changed };
}

/**
 * Somebody wants mail again: an opt-out is taken back and consent granted. An address suppressed for another reason stays so,
 * and the answer names it.
 */
export async function recordOptIn(
  db: TenantDb,
  input: { tenantId: string; messageId: string },
): Promise<{ suppressed: string | null } | null> {
  const message = await lockMessage(db, input.messageId);
  const person = message && (await lockPerson(db, message.personId));
  if (!person?.emailHash) return null;
  await db
    .deleteFrom('suppressions')
    .where('addressHash', '=', person.emailHash)
    .where('reason', '=', 'unsubscribe')
    .execute();
  const kept = await db
    .selectFrom('suppressions')
    .select('reason')
    .where('addressHash', '=', person.emailHash)
    .executeTakeFirst();
  if (!kept && person.consent !== 'granted') {
    await setConsent(db, person.id, { state: 'granted', source: 'preference_centre' });
    await audit(
      db,
      { ...input, way: 'preference_centre' },
      { personId: person.id, before: person.consent, after: 'granted' },
    );
  }
  return { suppressed: kept?.reason ?? null };
}

/** Takes the person off every list they are on that is not among `keep`. Returns off how many. */
export async function leaveLists(
  db: TenantDb,
  input: { tenantId: string; messageId: string; keep: readonly string[] },
): Promise<number> {
  const preferences = await findPreferences(db, input.messageId);
  const left = preferences?.lists.filter((list) => !input.keep.includes(list.id)) ?? [];
  if (!preferences || left.length === 0) return 0;
  await db
    .deleteFrom('listPeople')
    .where('personId', '=', preferences.personId)
    .where(
      'listId',
      'in',
      left.map((list) => list.id),
    )
    .execute();
  for (const list of left) {
    await insertAudit(db, actorOf(input.tenantId, 'preference_centre'), {
      action: 'lists.leave',
      entityKind: 'person',
      entityId: preferences.personId,
      before: { list: list.name },
    });
  }
  return left.length;
}

/** What the preference centre shows; undefined where the tenant has no such message. */
export async function findPreferences(db: TenantDb, messageId: string): Promise<Preferences | undefined> {
  const message = await messageQuery(db, messageId).executeTakeFirst();
  if (!message) return undefined;
  const person = await db
    .selectFrom('people as p')
    .leftJoin('suppressions as s', (join) =>
      join.onRef('s.tenantId', '=', 'p.tenantId').onRef('s.addressHash', '=', 'p.emailHash'),
    )
    .select(['p.id', 'p.email', 'p.consent', 's.reason'])
    .where('p.id', '=', message.personId)
    .executeTakeFirst();
  const lists = await db
    .selectFrom('listPeople as on')
    .innerJoin('lists as l', (join) => join.onRef('l.tenantId', '=', 'on.tenantId').onRef('l.id', '=', 'on.listId'))
    .select(['l.id', 'l.name', 'l.description'])
    .where('on.personId', '=', message.personId)
    .orderBy('l.name')
    .execute();
  const { email = null, consent = 'denied', reason = null } = person ?? {};
  return { personId: message.personId, email, consent, suppressed: reason, lists };
}

/** Suppresses an address unless it is already; true where it was not. */
export async function suppress(
  db: TenantDb,
  input: { emailHash: Buffer; email: string | null; reason: string; source: string; messageId: string },
): Promise<boolean> {
  const { emailHash: addressHash, email, reason, source, messageId } = input;
  const row = await db
    .insertInto('suppressions')
    .values({ addressHash, email, reason, source, messageId })
    .onConflict((conflict) => conflict.columns(['tenantId', 'addressHash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function messageQuery(db: TenantDb, messageId: string) {
  return db
    .selectFrom('messages as m')
    .innerJoin('messageBatches as b', (join) =>
      join.onRef('b.tenantId', '=', 'm.tenantId').onRef('b.id', '=', 'm.batchId'),
    )
    .select(['m.id', 'm.personId', 'm.sourceId', 'm.editionId', 'b.campaignId'])
    .select(sql<boolean>`m.unsubscribed_at is null`.as('isFirstTime'))
    .where('m.id', '=', messageId);
}

/** The message by which somebody speaks; its row is locked, so that the same word said twice at once counts once. */
async function lockMessage(db: TenantDb, messageId: string): Promise<SpokenMessage | undefined> {
  return messageQuery(db, messageId).forNoKeyUpdate('m').executeTakeFirst();
}

async function lockPerson(db: TenantDb, personId: string) {
  return db
    .selectFrom('people')
    .select(['id', 'email', 'emailHash', 'consent'])
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function setConsent(
  db: TenantDb,
  personId: string,
  consent: { state: 'granted' | 'denied'; source: OptOutWay },
): Promise<true> {
  await db
    .updateTable('people')
    .set({ consent: consent.state, consentAt: sql`now()`, updatedAt: sql`now()`, version: sql`version + 1` })
    .where('id', '=', personId)
    .execute();
  await db
    .insertInto('consents')
    .values({ personId, ...consent })
    .execute();
  return true;
}

async function insertOptOutEvent(db: TenantDb, message: SpokenMessage, way: OptOutWay): Promise<void> {
  await db
    .insertInto('engagementEvents')
    .values({
      kind: 'unsubscribe',
      occurredAt: sql`now()`,
      verdict: 'human',
      verdictRule: 'person',
      personId: message.personId,
      campaignId: message.campaignId,
      sourceId: message.sourceId,
      messageId: message.id,
      editionId: message.editionId,
      data: { way },
    })
    .execute();
}

async function audit(
  db: TenantDb,
  { tenantId, way }: { tenantId: string; way: OptOutWay },
  change: { personId: string; before: string; after: string },
): Promise<void> {
  await insertAudit(db, actorOf(tenantId, way), {
    action: change.after === 'denied' ? 'people.unsubscribe' : 'people.resubscribe',
    entityKind: 'person',
    entityId: change.personId,
    before: { consent: change.before },
    after: { consent: change.after },
  });
}

const wayNames: Record<OptOutWay, string> = {
  one_click: 'The person, by one click',
  unsubscribe_page: 'The person, on the unsubscribe page',
  unsubscribe_mail: 'The person, by mail',
  preference_centre: 'The person, in the preference centre',
};

function actorOf(tenantId: string, way: OptOutWay): Actor {
  return { ...systemActor(tenantId, wayNames[way]), kind: 'system' };
}
