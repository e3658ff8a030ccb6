import { sql } from 'kysely';
import type { Consent, ConsentInput } from '../../../domain/consent/consent.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { TenantDb } from '../../connection.ts';
import { leaveDrips } from '../drips/positions.ts';
import { lockJourneys } from '../people/journey-locks.ts';
import { takeBackNextActions } from '../next-actions/next-actions.ts';
import { endMergedSignUps, endSignUps } from '../sign-ups/sign-ups.ts';
import { findTopic, markTopicFromHistory } from './topics.ts';

/**
 * Records that a person gave or withdrew consent, and makes the latest one what holds: for all marketing mail, or where it speaks
 * of a topic for that alone; other channels are kept in the history. False where there is no such person.
 * Call it in the transaction that has the audit row.
 */
export async function insertConsent(
  db: TenantDb,
  personId: string,
  input: Omit<ConsentInput, 'channel' | 'doubleOptIn'> & { id?: string; channel?: ConsentInput['channel'] },
): Promise<boolean> {
  const at = input.at ? new Date(input.at) : new Date();
  if (at.getTime() > Date.now() + 60_000) {
    throw new DomainError('invalid', 'A consent cannot lie in the future.', [
      { path: 'at', code: 'in_future', message: 'lies in the future' },
    ]);
  }
  const { channel = 'email', topicId = null } = input;
  const isNo = input.state === 'denied' && channel === 'email' && topicId === null;
  // Where they are in drips goes before the person, as for whoever moves them.
  if (isNo) await lockJourneys(db, [personId]);
  const person = await db
    .selectFrom('people')
    .select('id')
    .where('id', '=', personId)
    .where('erasedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!person) return false;
  if (topicId && !(await findTopic(db, topicId))) throw notFound('topic');
  await db
    .insertInto('consents')
    .values({
      ...(input.id ? { id: input.id } : {}),
      personId,
      state: input.state,
      source: input.source,
      basis: input.basis,
      channel,
      topicId,
      note: input.note ?? null,
      at,
    })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
  if (input.state === 'denied' && channel === 'email') await endSignUps(db, { personId, topicId, at });
  if (topicId) await markTopicFromHistory(db, { personId, topicId });
  else if (channel === 'email') {
    await markConsentFromHistory(db, personId);
    if (isNo) await leaveWhereDenied(db, personId);
  }
  return true;
}

/** Ends everything that is under way for somebody, if their current consent says that they want no mail. Call it after `lockJourneys`. */
export async function leaveWhereDenied(db: TenantDb, personId: string): Promise<void> {
  const row = await db.selectFrom('people').select('consent').where('id', '=', personId).executeTakeFirst();
  if (row?.consent === 'denied')
    await leaveDrips(db, { personIds: [personId], reason: 'unsubscribed', nowIso: new Date().toISOString() });
  await takeBackNextActions(db, personId);
}

/** Makes the latest entry of the history what holds for the person; of two at the same moment, the one that was denied. False where there is none. */
export async function markConsentFromHistory(db: TenantDb, personId: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update people p set consent = latest.state, consent_at = latest.at, version = p.version + 1, updated_at = now()
    from (
      select state, at from consents
      where tenant_id = current_tenant() and person_id = ${personId} and channel = 'email' and topic_id is null
      order by at desc, state = 'denied' desc, id desc limit 1) latest
    where p.tenant_id = current_tenant() and p.id = ${personId}`.execute(db);
  return numAffectedRows > 0n;
}

/**
 * After a merge: says in the history that the no of either record holds for both, where a later yes of the other one stands last: what holds is read from
 * it again with every word that comes, and would be that yes. What either had asked for before that no is over.
 */
export async function keepDenied(db: TenantDb, keepId: string): Promise<void> {
  await endMergedSignUps(db, keepId);
  await sql`
    insert into consents (person_id, state, source)
    select p.id, 'denied', 'merge' from people p
    where p.tenant_id = current_tenant() and p.id = ${keepId} and p.consent = 'denied' and 'denied' is distinct from (
      select c.state from consents c
      where c.tenant_id = p.tenant_id and c.person_id = p.id and c.channel = 'email' and c.topic_id is null
      order by c.at desc, c.state = 'denied' desc, c.id desc limit 1)`.execute(db);
}

/** Whether since their last yes nothing denies a person mail but what reports on mail were read as: that may be taken back. */
export async function isDeniedByReports(db: TenantDb, personId: string): Promise<boolean> {
  const { rows } = await sql<{ isSo: boolean | null }>`
    select bool_and(n.source in ('complaint', 'unsubscribe_mail', 'merge')) as is_so from consents n
    where n.tenant_id = current_tenant() and n.person_id = ${personId} and n.channel = 'email' and n.topic_id is null
      and n.state = 'denied' and n.at >= coalesce((
        select max(y.at) from consents y
        where y.tenant_id = n.tenant_id and y.person_id = n.person_id and y.channel = 'email' and y.topic_id is null
          and y.state = 'granted'), '-infinity')`.execute(db);
  return rows[0]?.isSo ?? false;
}

/** The history of a person's consent, newest first. */
export async function listConsents(db: TenantDb, personId: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents as c')
    .leftJoin('topics as t', (join) => join.onRef('t.tenantId', '=', 'c.tenantId').onRef('t.id', '=', 'c.topicId'))
    .select([
      'c.id',
      'c.state',
      'c.source',
      'c.basis',
      'c.channel',
      'c.note',
      'c.at',
      't.id as topicId',
      't.name as topicName',
    ])
    .where('c.personId', '=', personId)
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(1000)
    .execute();
  return rows.map(({ topicId, topicName, ...row }) => ({
    ...row,
    state: row.state as Consent['state'],
    basis: row.basis as Consent['basis'],
    channel: row.channel as Consent['channel'],
    topic: topicId !== null && topicName !== null ? { id: topicId, name: topicName } : null,
    at: row.at.toISOString(),
  }));
}
