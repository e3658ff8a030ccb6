import { sql } from 'kysely';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { confirmationDays, decideSignUp, type SignUp } from '../../../domain/sign-ups/sign-up.ts';
import type { TenantDb } from '../../connection.ts';
import { findTopic } from '../consent/topics.ts';

/** Somebody who asked for our mail. */
export interface NewSignUp {
  id: string;
  personId: string;
  /** Where they asked: a form, a counter, a call. */
  source: string;
  topicId: string | null;
}

/**
 * Writes down that a person asked for mail, so that they are asked to confirm it. Returns null where nothing needs confirming,
 * because they gave consent already; a sign-up that is minutes old is returned instead of another one. Refused where there is no
 * address, and where somebody is asked too often.
 */
export async function insertSignUp(db: TenantDb, input: NewSignUp): Promise<SignUp | null> {
  // Held, so that two sign-ups at once are counted one after the other.
  const person = await db
    .selectFrom('people as p')
    .leftJoin('suppressions as s', (join) =>
      join.onRef('s.tenantId', '=', 'p.tenantId').onRef('s.addressHash', '=', 'p.emailHash'),
    )
    .select(['p.emailHash', 'p.consent', 's.reason as suppressed'])
    .where('p.id', '=', input.personId)
    .where('p.erasedAt', 'is', null)
    .forUpdate('p')
    .executeTakeFirst();
  if (!person) throw notFound('person');
  if (input.topicId && !(await findTopic(db, input.topicId))) throw notFound('topic');
  if (!person.emailHash) throw noAddress();
  if (person.consent === 'granted' && person.suppressed === null && !(await isOptedOut(db, input))) return null;
  const made = await findSignUp(db, input.id);
  if (made) return made;
  const earlier = await listSignUps(db, input.personId);
  const decision = decideSignUp(
    earlier.filter(({ status }) => status !== 'failed').map(({ createdAt }) => createdAt),
    new Date().toISOString(),
  );
  if (decision.kind === 'refuse') throw tooOften(decision.retryAfterSeconds);
  const latest = earlier[0];
  if (decision.kind === 'alreadyAsked' && latest?.status === 'waiting') return latest;
  await db
    .insertInto('signUps')
    .values({
      ...input,
      emailHash: person.emailHash,
      expiresAt: sql<Date>`now() + make_interval(days => ${confirmationDays})`,
    })
    .execute();
  return (await findSignUp(db, input.id)) ?? null;
}

async function isOptedOut(db: TenantDb, { personId, topicId }: NewSignUp): Promise<boolean> {
  if (!topicId) return false;
  const row = await db
    .selectFrom('topicOptOuts')
    .select('at')
    .where('topicId', '=', topicId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

function signUps(db: TenantDb) {
  return db
    .selectFrom('signUps as u')
    .leftJoin('topics as t', (join) => join.onRef('t.tenantId', '=', 'u.tenantId').onRef('t.id', '=', 'u.topicId'))
    .select(['u.id', 'u.status', 'u.source', 'u.createdAt', 'u.expiresAt', 'u.confirmedAt'])
    .select(['t.id as topicId', 't.name as topicName'])
    .select(sql<boolean>`u.expires_at <= now()`.as('isOver'));
}

type SignUpRow = Awaited<ReturnType<ReturnType<typeof signUps>['execute']>>[number];

function shaped({ topicId, topicName, isOver, ...row }: SignUpRow): SignUp {
  const isOpen = row.status === 'new' || row.status === 'asked';
  return {
    ...row,
    status: isOpen ? (isOver ? 'expired' : 'waiting') : (row.status as SignUp['status']),
    topic: topicId !== null && topicName !== null ? { id: topicId, name: topicName } : null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
  };
}

async function findSignUp(db: TenantDb, id: string): Promise<SignUp | undefined> {
  const row = await signUps(db).where('u.id', '=', id).executeTakeFirst();
  return row && shaped(row);
}

/** The sign-ups of a person, newest first. */
export async function listSignUps(db: TenantDb, personId: string): Promise<SignUp[]> {
  const rows = await signUps(db)
    .where('u.personId', '=', personId)
    .orderBy('u.createdAt', 'desc')
    .orderBy('u.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(shaped);
}

/** What is enqueued for sign-ups: the source and the edition of the message. */
export interface Confirmation {
  sourceId: string;
  editionId: string;
  priority: number;
  limit: number;
}

/** How many people wait to be asked. */
export async function countNewSignUps(db: TenantDb): Promise<number> {
  const row = await db
    .selectFrom('signUps')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('status', '=', 'new')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Enqueues a confirmation for each sign-up that has none yet, in one statement; again it does nothing. Returns how many. */
export async function enqueueConfirmations(db: TenantDb, input: Confirmation): Promise<number> {
  const { rows } = await sql`
    with waiting as materialized (
      select id, person_id from sign_ups
      where tenant_id = current_tenant() and status = 'new' order by created_at limit ${input.limit} for update skip locked),
    batch as (
      insert into message_batches (source_kind, source_id, priority, size, not_before)
      select 'transactional', ${input.sourceId}::uuid, ${input.priority}::int, count(*), now() from waiting having count(*) > 0
      returning id),
    enqueued as (
      insert into messages (batch_id, person_id, source_id, occurrence, edition_id)
      select batch.id, w.person_id, ${input.sourceId}::uuid, w.id, ${input.editionId}::uuid from waiting w, batch
      on conflict (person_id, source_id, occurrence, tenant_id) do nothing
      returning id, occurrence)
    update sign_ups u set status = 'asked', message_id = e.id
    from enqueued e
    where u.tenant_id = current_tenant() and u.id = e.occurrence
    returning 1`.execute(db);
  return rows.length;
}

/**
 * Ends what somebody asked for before they said no, to a topic or (null) to all mail: the link that they were sent must not bring back what
 * they ended since. What they ask for afterwards is asked anew. `at`: when they said it; left out: now.
 */
export async function endSignUps(
  db: TenantDb,
  { personId, topicId, at }: { personId: string; topicId: string | null; at?: Date },
): Promise<void> {
  await db
    .updateTable('signUps')
    .set({ expiresAt: sql<Date>`now()`, status: sql<string>`case status when 'new' then 'failed' else status end` })
    .where('personId', '=', personId)
    .where('status', 'in', ['new', 'asked'])
    .where('expiresAt', '>', sql<Date>`now()`)
    .$if(topicId !== null, (query) => query.where('topicId', '=', topicId))
    .$if(at !== undefined, (query) => query.where('createdAt', '<=', at ?? new Date()))
    .execute();
}

/** Ends, of two records that became one, what either asked for before the other one said no. */
export async function endMergedSignUps(db: TenantDb, personId: string): Promise<void> {
  await sql`
    update sign_ups u set expires_at = now(), status = case status when 'new' then 'failed' else status end
    where u.tenant_id = current_tenant() and u.person_id = ${personId} and u.status in ('new', 'asked') and u.expires_at > now()
      and exists (
        select from consents c
        where c.tenant_id = u.tenant_id and c.person_id = u.person_id and c.channel = 'email' and c.state = 'denied'
          and (c.topic_id is null or c.topic_id = u.topic_id) and c.at >= u.created_at)`.execute(db);
}

/** Gives sign-ups up that nobody can be asked about, because there is no sender or the message cannot be built. */
export async function failNewSignUps(db: TenantDb): Promise<void> {
  await db.updateTable('signUps').set({ status: 'failed' }).where('status', '=', 'new').execute();
}

function noAddress(): DomainError {
  return new DomainError(
    'invalid',
    'The person has no e-mail address that a confirmation could go to. Add one first.',
    [{ path: 'doubleOptIn', code: 'no_address', message: 'needs a person with an e-mail address' }],
  );
}

function tooOften(seconds: number): DomainError {
  const hours = Math.max(1, Math.round(seconds / 3600));
  return new DomainError(
    'rate_limited',
    `This person was asked to confirm several times within a day. Nothing was sent; ask again in ${hours} h, or let them use the mail they have.`,
  );
}
