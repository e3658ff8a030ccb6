import { sql } from 'kysely';
import { outcomeOfRefusal } from '../../../domain/delivery/reply-verdict.ts';
import {
  isFinal,
  isUndeliverable,
  type BounceVerdict,
  type DeliveryOutcome,
} from '../../../domain/engagement/bounce.ts';
import type { TenantDb } from '../../connection.ts';
import { askForAttributionOfPeople } from '../attribution/work.ts';
import { leaveDrips } from '../drips/positions.ts';
import { clean } from './mails.ts';
import { takeBackNextActions } from '../next-actions/next-actions.ts';
import { applyToDrips } from '../drips/reactions.ts';
import { markResponded } from '../engagement/engagement.ts';
import { lockJourneys } from '../people/journey-locks.ts';
import { askForScores } from '../scoring/work.ts';
import { endSignUps } from '../sign-ups/sign-ups.ts';
import { suppressBouncedFormer } from '../engagement/bounced-address.ts';
import {
  countReaction,
  insertReaction,
  isFirstEvent,
  lockMessage,
  lockPerson,
  setConsent,
  suppress,
  suppressFormer,
  wentOut,
  type LockedPerson,
  type Reaction,
  type SpokenMessage,
} from '../engagement/reactions.ts';

/**
 * A delivery report on a message: kept as an event, counted, and where it is final the address is given up (suppressed and marked
 * as bounced). The same report again changes nothing. Null where the tenant has no such message.
 */
export async function recordBounce(
  db: TenantDb,
  input: { messageId: string; verdict: BounceVerdict },
): Promise<{ changed: boolean } | null> {
  const message = await lockMessage(db, input.messageId);
  if (!message) return null;
  const { kind, cause, reason, status, reply } = input.verdict;
  if (!(await isFirstEvent(db, `bounce/${message.id}/${kind}`))) return { changed: false };
  if (kind === 'delivered' || kind === 'delayed') {
    if (kind === 'delivered') await insertReaction(db, message, { kind, verdict: 'unknown', data: { status } });
    return { changed: kind === 'delivered' };
  }
  const reaction: Reaction = {
    kind: 'bounce',
    verdict: 'unknown',
    data: { bounce: kind, cause, reason, status, reply },
  };
  await insertReaction(db, message, reaction);
  const isFirstHard = kind === 'hard' && (await markBounced(db, message));
  if (kind !== 'policy') await giveUpAddress(db, message, input.verdict);
  const counter = kind === 'soft' ? 'softBounces' : kind === 'policy' ? 'policyBounces' : 'hardBounces';
  await countReaction(db, message, { reaction, counter: kind === 'hard' && !isFirstHard ? null : counter });
  return { changed: true };
}

/** A person called a message spam: nothing more goes to them. The same complaint again changes nothing. */
export async function recordComplaint(
  db: TenantDb,
  input: { messageId: string; feedbackType: string },
): Promise<{ changed: boolean } | null> {
  const message = await lockMessage(db, input.messageId);
  if (!message) return null;
  if (!(await isFirstEvent(db, `complaint/${message.id}`))) return { changed: false };
  const data = { feedbackType: clean(input.feedbackType) };
  const reaction: Reaction = { kind: 'complaint', verdict: 'human', data };
  await insertReaction(db, message, reaction);
  if (message.complainedAt === null) {
    await db
      .updateTable('messages')
      .set({ complainedAt: sql`now()` })
      .where('id', '=', message.id)
      .execute();
  }
  const person = await lockPerson(db, message.personId);
  if (person) {
    await leaveDrips(db, { personIds: [person.id], reason: 'complaint', nowIso: new Date().toISOString() });
    const because = { reason: 'complaint', source: 'feedback_loop', messageId: message.id } as const;
    await suppress(db, person, because);
    await suppressFormer(db, person, because);
    await setConsent(db, person, { state: 'denied', source: 'complaint' });
    await endSignUps(db, { personId: person.id, topicId: null });
    await takeBackNextActions(db, person.id);
  }
  await countReaction(db, message, { reaction, counter: message.complainedAt === null ? 'complaints' : null });
  return { changed: true };
}

/**
 * A person answered a message: a response of theirs, and the end of every drip that says so, at once. A second answer to the same
 * message changes nothing.
 */
export async function recordReply(db: TenantDb, input: { messageId: string }): Promise<{ changed: boolean } | null> {
  const message = await lockMessage(db, input.messageId);
  if (!message) return null;
  if (!(await isFirstEvent(db, `reply/${message.id}`))) return { changed: false };
  const { personId, campaignId, id: messageId } = message;
  const at = new Date();
  // Positions before members and counters, as a drip that moves takes them: neither then waits for the other.
  await applyToDrips(db, [{ kind: 'reply', verdict: 'human', personId, name: null }], at.toISOString());
  const reaction: Reaction = { kind: 'reply', verdict: 'human', data: {} };
  await insertReaction(db, message, reaction);
  if (campaignId) await markResponded(db, [{ campaignId, personId, messageId, at }], { cause: 'reply' });
  await askForAttributionOfPeople(db, [personId]);
  await askForScores(db, [personId]);
  await countReaction(db, message, { reaction, counter: 'replies' });
  return { changed: true };
}

/** Marks a message as bounced; false where it was before. */
async function markBounced(db: TenantDb, message: SpokenMessage): Promise<boolean> {
  if (message.bouncedAt !== null) return false;
  await db
    .updateTable('messages')
    .set({ bouncedAt: sql`now()` })
    .where('id', '=', message.id)
    .execute();
  return true;
}

/**
 * Suppresses the address where this report or its last messages say that it is of no use any more. A report on a message that went to the
 * address before says nothing of the one that the person has now: where nobody was there, that one is suppressed.
 */
export async function giveUpAddress(
  db: TenantDb,
  message: Pick<SpokenMessage, 'id' | 'personId'>,
  verdict: Pick<BounceVerdict, 'kind' | 'cause'>,
): Promise<void> {
  const person = await lockPerson(db, message.personId);
  if (!person) return;
  if (!(await wentToAddressOf(db, message.id, person.id))) {
    if (isFinal(verdict)) await suppressBouncedFormer(db, person, message.id);
    return;
  }
  if (!(isFinal(verdict) || isUndeliverable((await listOutcomes(db, [person.id])).get(person.id) ?? []))) return;
  await giveUp(db, { messageId: message.id, person, source: 'delivery_report' });
}

/** Whether a message went to the address that this person has now, and not to that of a record that was merged into theirs. */
async function wentToAddressOf(db: TenantDb, messageId: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from messages m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.tenant_id = current_tenant() and m.id = ${messageId} and m.person_id = ${personId} and ${wentOut} >= coalesce(p.email_since, '-infinity')`.execute(
    db,
  );
  return rows.length > 0;
}

/** Somebody whose address has failed once too often, and the message that shows it. */
export interface Undeliverable {
  personId: string;
  messageId: string;
}

/** Whose addresses are to be given up, of the people whom these messages were refused for by SMTP: their last messages say so. In order of id. */
export async function listUndeliverable(db: TenantDb, messageIds: readonly string[]): Promise<Undeliverable[]> {
  const { rows } = await sql<Undeliverable>`
    select distinct on (person_id) person_id, id as message_id from messages
    where tenant_id = current_tenant() and id = any(${sql.val([...messageIds])}::uuid[])
    order by person_id, id desc`.execute(db);
  const outcomes = await listOutcomes(
    db,
    rows.map(({ personId }) => personId),
  );
  return rows.filter(({ personId }) => isUndeliverable(outcomes.get(personId) ?? []));
}

/** Gives the address of one of them up. Where they are in drips is held before they are, as a look at a drip takes them. */
export async function giveUpUndeliverable(db: TenantDb, { personId, messageId }: Undeliverable): Promise<void> {
  await lockJourneys(db, [personId]);
  const person = await lockPerson(db, personId);
  if (person) await giveUp(db, { messageId, person, source: 'smtp' });
}

async function giveUp(
  db: TenantDb,
  { messageId, person, source }: { messageId: string; person: LockedPerson; source: string },
): Promise<void> {
  await leaveDrips(db, { personIds: [person.id], reason: 'hard_bounce', nowIso: new Date().toISOString() });
  await suppress(db, person, { reason: 'hard_bounce', source, messageId });
  await db
    .updateTable('people')
    .set({ emailStatus: 'bounced', updatedAt: sql`now()`, version: sql`version + 1` })
    .where('id', '=', person.id)
    .where('emailStatus', '<>', 'bounced')
    .execute();
  await takeBackNextActions(db, person.id);
}

/**
 * How the last five messages to the address of each of these people ended, newest first: by the report on them, or as the receiver refused
 * them at once. What never left us says nothing.
 */
async function listOutcomes(db: TenantDb, personIds: readonly string[]): Promise<Map<string, DeliveryOutcome[]>> {
  const { rows } = await sql<{
    personId: string;
    at: Date;
    kind: DeliveryOutcome['kind'];
    cause: DeliveryOutcome['cause'];
    refusal: string | null;
  }>`
    select w.person_id, o.*
    from unnest(${sql.val([...personIds])}::uuid[]) as w (person_id)
    join people p on p.tenant_id = current_tenant() and p.id = w.person_id
    cross join lateral (
      select ${wentOut} as at,
        bounce.data ->> 'bounce' as kind, bounce.data ->> 'cause' as cause,
        case when m.status = 'failed' and bounce.data is null then m.reason end as refusal
      from messages m
      left join lateral (
        select e.data from engagement_events e
        where e.tenant_id = m.tenant_id and e.message_id = m.id and e.kind = 'bounce'
        order by e.received_at desc limit 1
      ) bounce on true
      where m.tenant_id = current_tenant() and m.person_id = w.person_id and ${wentOut} >= coalesce(p.email_since, '-infinity')
        and (m.status = 'sent' or m.status = 'failed' and (bounce.data is not null or starts_with(m.reason, 'smtp_')))
      order by 1 desc limit 5) o
    order by w.person_id, o.at desc`.execute(db);
  const byPerson = new Map<string, DeliveryOutcome[]>(personIds.map((id) => [id, []]));
  for (const { personId, at, refusal, ...reported } of rows)
    byPerson.get(personId)?.push({
      at: at.getTime(),
      ...((refusal === null ? null : outcomeOfRefusal(refusal)) ?? reported),
    });
  return byPerson;
}
