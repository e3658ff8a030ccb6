import { sql } from 'kysely';
import type { PersonTopic } from '../../../domain/topics/topic.ts';
import type { FrequencyChoice, MailFrequency } from '../../../domain/preferences/frequency.ts';
import { systemActor, type Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import { insertAudit } from '../audit/audit.ts';
import { insertConsent } from './consents.ts';
import { chooseFrequency, holdForChoice } from './mail-frequency.ts';
import { leaveDrips } from '../drips/positions.ts';
import { keepOptOut } from '../inbound/mails.ts';
import { takeBackNextActions } from '../next-actions/next-actions.ts';
import { endSignUps } from '../sign-ups/sign-ups.ts';
import { listTopicsOf } from './topics.ts';
import {
  countReaction,
  holdSpeaker,
  insertReaction,
  liftFormer,
  lockMessage,
  lockPerson,
  messageQuery,
  setConsent,
  suppress,
  suppressFormer,
  type Reaction,
} from '../engagement/reactions.ts';

/** By which way somebody opted out; it is kept as the source of the consent. */
export type OptOutWay = 'one_click' | 'unsubscribe_page' | 'unsubscribe_mail' | 'preference_centre';

/** What the preference centre shows of the person a message went to. */
export interface Preferences {
  personId: string;
  /** Null where the address is gone. */
  email: string | null;
  consent: string;
  /** Why nothing is sent to the address; null where it is not suppressed. */
  suppressed: string | null;
  lists: { id: string; name: string; description: string }[];
  topics: PersonTopic[];
  /** How often they asked for mail, and until when for none. */
  frequency: MailFrequency['frequency'];
  pausedUntil: Date | null;
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
  const source = input.way;
  const because = { reason: 'unsubscribe', source, messageId: message.id } as const;
  const isNow = !!person && (await suppress(db, person, because));
  const wasBefore = !!person && (await suppressFormer(db, person, because));
  const suppressed = isNow || wasBefore;
  const denied = !!person && (await setConsent(db, person, { state: 'denied', source }));
  if (suppressed || denied) {
    await leaveDrips(db, { personIds: [message.personId], reason: 'unsubscribed', nowIso: new Date().toISOString() });
    await takeBackNextActions(db, message.personId);
  }
  await endSignUps(db, { personId: message.personId, topicId: null });
  const isFirstTime = message.unsubscribedAt === null;
  if (isFirstTime) {
    await db
      .updateTable('messages')
      .set({ unsubscribedAt: sql`now()` })
      .where('id', '=', message.id)
      .execute();
  }
  const changed = suppressed || denied || isFirstTime;
  const reaction: Reaction = { kind: 'unsubscribe', verdict: 'human', data: { way: source } };
  if (changed) await insertReaction(db, message, reaction);
  // An opt-out by mail is a row of its own.
  else if (source !== 'unsubscribe_mail') await keepOptOut(db, message.id);
  if (denied) await audit(db, input, { personId: person.id, before: person.consent, after: 'denied' });
  if (changed) await countReaction(db, message, { reaction, counter: isFirstTime ? 'unsubscribes' : null });
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
  if (!kept) await liftFormer(db, person.id);
  if (!kept && (await setConsent(db, person, { state: 'granted', source: 'preference_centre' }))) {
    await audit(
      db,
      { ...input, way: 'preference_centre' },
      { personId: person.id, before: person.consent, after: 'granted' },
    );
  }
  return { suppressed: kept?.reason ?? null };
}

/**
 * Takes the person off every list that they were shown (null: all) and that is not among `keep`; what they came onto since stays. Returns off
 * how many.
 */
export async function leaveLists(
  db: TenantDb,
  input: { tenantId: string; messageId: string; shown: readonly string[] | null; keep: readonly string[] },
): Promise<number> {
  await holdSpeaker(db, input.messageId);
  const preferences = await findPreferences(db, input.messageId);
  const { shown, keep } = input;
  const left = preferences?.lists.filter(({ id }) => (shown?.includes(id) ?? true) && !keep.includes(id)) ?? [];
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

/**
 * Records what a person chose of the topics that they were shown: ticked ones they want, the others they do not. One that was added
 * since the page was opened is not touched. Returns how many choices changed.
 */
export async function chooseTopics(
  db: TenantDb,
  input: { tenantId: string; messageId: string; shown: readonly string[]; wanted: readonly string[] },
): Promise<number> {
  await holdSpeaker(db, input.messageId);
  const preferences = await findPreferences(db, input.messageId);
  const changed =
    preferences?.topics.filter(
      ({ id, isSubscribed }) => input.shown.includes(id) && input.wanted.includes(id) !== isSubscribed,
    ) ?? [];
  if (!preferences) return 0;
  for (const { id, name, isSubscribed } of changed) {
    const state = isSubscribed ? 'denied' : 'granted';
    await insertConsent(db, preferences.personId, {
      state,
      source: 'preference_centre',
      basis: 'consent',
      topicId: id,
    });
    await insertAudit(db, actorOf(input.tenantId, 'preference_centre'), {
      action: isSubscribed ? 'topics.leave' : 'topics.join',
      entityKind: 'person',
      entityId: preferences.personId,
      after: { topic: name },
    });
  }
  return changed.length;
}

/** Keeps how often the person a message went to wants mail; false where that changes nothing. First in its transaction; `countAgain` once it is committed. */
export async function recordFrequency(
  db: TenantDb,
  input: { tenantId: string; messageId: string; choice: FrequencyChoice },
): Promise<boolean> {
  // Before where they are and who they are, as a lane and a merge hold them.
  const spoken = await messageQuery(db, input.messageId).executeTakeFirst();
  if (spoken) await holdForChoice(db, { personId: spoken.personId, choice: input.choice });
  await holdSpeaker(db, input.messageId);
  const message = await messageQuery(db, input.messageId).executeTakeFirst();
  if (!message) return false;
  const actor = actorOf(input.tenantId, 'preference_centre');
  return chooseFrequency(db, actor, { personId: message.personId, choice: input.choice });
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
    .select(['p.id', 'p.email', 'p.consent', 's.reason', 'p.mailFrequency', 'p.mailPausedUntil'])
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
  const topics = await listTopicsOf(db, message.personId);
  const frequency = (person?.mailFrequency ?? null) as MailFrequency['frequency'];
  const pausedUntil = person?.mailPausedUntil ?? null;
  return { personId: message.personId, email, consent, suppressed: reason, lists, topics, frequency, pausedUntil };
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
