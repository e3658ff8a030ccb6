import { sql } from 'kysely';
import { outcomeOfRefusal } from '../../domain/delivery/reply-verdict.ts';
import { isFinal, isUndeliverable, type BounceVerdict, type DeliveryOutcome } from '../../domain/engagement/bounce.ts';
import type { TenantDb } from '../connection.ts';
import { incrementCounters } from './counters.ts';
import { leaveDrips } from './drip-positions.ts';
import { applyToDrips } from './drip-reactions.ts';
import { markResponded } from './engagement.ts';
import {
  insertReaction,
  isFirstEvent,
  lockMessage,
  lockPerson,
  setConsent,
  suppress,
  type LockedPerson,
  type SpokenMessage,
} from './reactions.ts';

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
  const { kind, cause, status } = input.verdict;
  if (!(await isFirstEvent(db, `bounce/${message.id}/${kind}`))) return { changed: false };
  if (kind === 'delivered' || kind === 'delayed') {
    if (kind === 'delivered') await insertReaction(db, message, { kind, verdict: 'unknown', data: { status } });
    return { changed: kind === 'delivered' };
  }
  await insertReaction(db, message, { kind: 'bounce', verdict: 'unknown', data: { bounce: kind, cause, status } });
  if (kind === 'hard') await markBounced(db, message);
  else await count(db, message, kind === 'soft' ? 'softBounces' : 'policyBounces');
  if (kind !== 'policy') await giveUpAddress(db, message, input.verdict);
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
  await insertReaction(db, message, {
    kind: 'complaint',
    verdict: 'human',
    data: { feedbackType: input.feedbackType },
  });
  if (message.complainedAt === null) {
    await db
      .updateTable('messages')
      .set({ complainedAt: sql`now()` })
      .where('id', '=', message.id)
      .execute();
    await count(db, message, 'complaints');
  }
  const person = await lockPerson(db, message.personId);
  if (person) {
    await leaveDrips(db, { personIds: [person.id], reason: 'complaint', nowIso: new Date().toISOString() });
    await suppress(db, person, { reason: 'complaint', source: 'feedback_loop', messageId: message.id });
    await setConsent(db, person, { state: 'denied', source: 'complaint' });
  }
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
  await applyToDrips(db, [{ kind: 'reply', verdict: 'human', personId, data: {} }], at.toISOString());
  await insertReaction(db, message, { kind: 'reply', verdict: 'human', data: {} });
  if (campaignId) await markResponded(db, [{ campaignId, personId, messageId, at }], 'reply');
  await count(db, message, 'replies');
  return { changed: true };
}

async function markBounced(db: TenantDb, message: SpokenMessage): Promise<void> {
  if (message.bouncedAt !== null) return;
  await db
    .updateTable('messages')
    .set({ bouncedAt: sql`now()` })
    .where('id', '=', message.id)
    .execute();
  await count(db, message, 'hardBounces');
}

/** Suppresses the address where this report or its last messages say that it is of no use any more. */
async function giveUpAddress(db: TenantDb, message: SpokenMessage, verdict: BounceVerdict): Promise<void> {
  const person = await lockPerson(db, message.personId);
  if (!person || !(isFinal(verdict) || isUndeliverable(await listOutcomes(db, message.personId)))) return;
  await giveUp(db, { message, person, source: 'delivery_report' });
}

/** Suppresses the addresses of messages that were refused by SMTP where that was once too often: their last messages say so. */
export async function giveUpWhereFailing(db: TenantDb, messageIds: readonly string[]): Promise<void> {
  for (const id of [...messageIds].sort()) {
    const message = await lockMessage(db, id);
    const person = message && (await lockPerson(db, message.personId));
    if (message && person && isUndeliverable(await listOutcomes(db, message.personId)))
      await giveUp(db, { message, person, source: 'smtp' });
  }
}

async function giveUp(
  db: TenantDb,
  { message, person, source }: { message: SpokenMessage; person: LockedPerson; source: string },
): Promise<void> {
  await leaveDrips(db, { personIds: [person.id], reason: 'hard_bounce', nowIso: new Date().toISOString() });
  await suppress(db, person, { reason: 'hard_bounce', source, messageId: message.id });
  await db
    .updateTable('people')
    .set({ emailStatus: 'bounced', updatedAt: sql`now()`, version: sql`version + 1` })
    .where('id', '=', person.id)
    .where('emailStatus', '<>', 'bounced')
    .execute();
}

/** How the last five messages to a person ended, newest first: by the report on them, or as the receiver refused them at once. What never left us says nothing. */
async function listOutcomes(db: TenantDb, personId: string): Promise<DeliveryOutcome[]> {
  const { rows } = await sql<{
    at: Date;
    kind: DeliveryOutcome['kind'];
    cause: DeliveryOutcome['cause'];
    refusal: string | null;
  }>`
    select coalesce(m.sent_at, m.counted_at, m.sending_at, uuid_extract_timestamp(m.id)) as at,
      bounce.data ->> 'bounce' as kind, bounce.data ->> 'cause' as cause,
      case when m.status = 'failed' and bounce.data is null then m.reason end as refusal
    from messages m
    left join lateral (
      select e.data from engagement_events e
      where e.tenant_id = m.tenant_id and e.message_id = m.id and e.kind = 'bounce'
      order by e.received_at desc limit 1
    ) bounce on true
    where m.tenant_id = current_tenant() and m.person_id = ${personId} and (m.status = 'sent' or m.status = 'failed' and (bounce.data is not null or starts_with(m.reason, 'smtp_')))
    order by 1 desc limit 5`.execute(db);
  return rows.map(({ at, refusal, ...reported }) => ({
    at: at.getTime(),
    ...((refusal === null ? null : outcomeOfRefusal(refusal)) ?? reported),
  }));
}

async function count(
  db: TenantDb,
  message: SpokenMessage,
  name: 'hardBounces' | 'softBounces' | 'policyBounces' | 'complaints' | 'replies',
): Promise<void> {
  await incrementCounters(db, [{ sourceId: message.sourceId, name, by: 1 }]);
}
