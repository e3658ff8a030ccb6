import { sql } from 'kysely';
import { systemActor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import { insertAudit } from '../audit/audit.ts';
import { insertConsent } from '../consent/consents.ts';
import { liftFormer, lockPerson } from '../engagement/reactions.ts';

/** The sign-up that a confirmation link belongs to, as it is now. */
export interface OpenSignUp {
  id: string;
  personId: string;
  /** Null where the address is gone. */
  email: string | null;
  topicName: string | null;
  /** open: it can be confirmed; over: too late, the address is another one by now, or they said no since; blocked: nothing is sent to it for another reason. */
  state: 'open' | 'confirmed' | 'over' | 'blocked';
}

interface Row extends Omit<OpenSignUp, 'state'> {
  status: string;
  consent: string;
  isOver: boolean;
  isSameAddress: boolean;
  suppressed: string | null;
  source: string;
  topicId: string | null;
  createdAt: Date;
}

/** `isOver` goes by the clock: an opt-out that this waited for may have begun later than this transaction, and ends it as of then. */
async function findRow(db: TenantDb, messageId: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select u.id, u.person_id, p.email, t.name as topic_name, u.status, p.consent, u.expires_at <= clock_timestamp() as is_over,
      p.email_hash is not null and p.email_hash = u.email_hash as is_same_address, s.reason as suppressed, u.source, u.topic_id, u.created_at
    from sign_ups u
    join people p on p.tenant_id = u.tenant_id and p.id = u.person_id
    left join topics t on t.tenant_id = u.tenant_id and t.id = u.topic_id
    left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where u.tenant_id = current_tenant() and u.message_id = ${messageId}`.execute(db);
  return rows[0];
}

/**
 * Holds whose sign-up it is before it is read: an opt-out, a merge or an erasure that is under way at that moment is waited for, and what it
 * wrote is seen.
 */
async function holdSigner(db: TenantDb, messageId: string): Promise<void> {
  for (let held: string | undefined; ;) {
    const signUp = await db
      .selectFrom('signUps')
      .select('personId')
      .where('messageId', '=', messageId)
      .executeTakeFirst();
    if (!signUp || signUp.personId === held) return;
    held = signUp.personId;
    await lockPerson(db, held);
  }
}

function stateOf(row: Row): OpenSignUp['state'] {
  if (!row.isSameAddress) return 'over';
  // Who said no since has to ask anew.
  if (row.status === 'confirmed') return row.consent === 'granted' ? 'confirmed' : 'over';
  if (row.isOver || row.status !== 'asked') return 'over';
  return row.suppressed === null || row.suppressed === 'unsubscribe' ? 'open' : 'blocked';
}

/** The sign-up that a message asks about; undefined where the tenant has no such message. Changes nothing. */
export async function findOpenSignUp(db: TenantDb, messageId: string): Promise<OpenSignUp | undefined> {
  const row = await findRow(db, messageId);
  return row && { id: row.id, personId: row.personId, email: row.email, topicName: row.topicName, state: stateOf(row) };
}

/**
 * Records that a person confirmed their sign-up: consent with its evidence, an earlier opt-out taken back, the topic wanted. The
 * evidence says when and by which message, and holds neither address nor IP. Confirming again changes nothing.
 */
export async function recordConfirmation(
  db: TenantDb,
  input: { tenantId: string; messageId: string },
): Promise<OpenSignUp | undefined> {
  await holdSigner(db, input.messageId);
  const row = await findRow(db, input.messageId);
  if (!row) return undefined;
  const { id, personId, email, topicName } = row;
  const state = stateOf(row);
  if (state !== 'open') return { id, personId, email, topicName, state };
  await sql`
    delete from suppressions s using people p
    where p.tenant_id = current_tenant() and p.id = ${personId} and s.tenant_id = p.tenant_id
      and s.address_hash = p.email_hash and s.reason = 'unsubscribe'`.execute(db);
  await liftFormer(db, personId);
  const note = `Double opt-in: asked for on ${row.createdAt.toISOString()}, confirmed by the link in message ${input.messageId}.`;
  const consent = { state: 'granted' as const, basis: 'consent' as const, source: row.source, note };
  await insertConsent(db, personId, consent);
  if (row.topicId) await insertConsent(db, personId, { ...consent, topicId: row.topicId });
  await db
    .updateTable('signUps')
    .set({ status: 'confirmed', confirmedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
  const actor = {
    ...systemActor(input.tenantId, 'The person, by the link in a confirmation'),
    kind: 'system' as const,
  };
  await insertAudit(db, actor, {
    action: 'person.confirm',
    entityKind: 'person',
    entityId: personId,
    after: { consent: 'granted' },
  });
  return { id, personId, email, topicName, state: 'confirmed' };
}
