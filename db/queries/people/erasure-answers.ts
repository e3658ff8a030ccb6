import { sql } from 'kysely';
import type { KeyRing } from '../../../domain/key-ring.ts';
import type { TenantDb } from '../../connection.ts';
import { openSecrets } from '../../sealing.ts';
import { answerPurpose } from '../idempotency.ts';

/** Answers in one read: to open them takes some milliseconds, in which nothing else of the process goes on. */
const answersAtOnce = 250;

/**
 * By what an answer names somebody: the ids of their records, their address, and what another system calls them. Asked before
 * they are erased; none of somebody who is erased already.
 */
export async function listNamesOf(db: TenantDb, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; emailKey: string | null; externalId: string | null }>`
    select id, email_key, external_id from people
    where tenant_id = current_tenant() and (id = ${personId} or merged_into = ${personId}) and exists (
      select from people where tenant_id = current_tenant() and id = ${personId} and erased_at is null)`.execute(db);
  return rows.flatMap(({ id, emailKey, externalId }) => [
    id,
    ...(emailKey === null ? [] : [emailKey]),
    // Whole, as a string of JSON: it may be as short as a number.
    ...(externalId === null ? [] : [JSON.stringify(externalId).toLowerCase()]),
  ]);
}

/** Which answers are looked at, of them the first so many by key. */
interface Among {
  names: readonly string[];
  ring: KeyRing;
  /** Only those behind this key. */
  after: string;
  /** Only those given since; null for all. */
  since: Date | null;
}

/** Since when an answer may have been missed by who reads them all from now on: one that is given now is seen when it is committed. */
export async function readAnswersSince(db: TenantDb): Promise<Date> {
  const { rows } = await sql<{ since: Date }>`select now() - interval '30 seconds' as since`.execute(db);
  return rows[0]!.since;
}

/**
 * Takes away what was answered under an Idempotency-Key, to be answered again for a day, where it names somebody by one of `names`: the same
 * request again hears that it was done, and is not done again. What was sealed with a key that has left the ring nobody reads. Returns the
 * last key that was looked at, null at the end.
 */
export async function clearSomeAnswers(db: TenantDb, { names, ring, after, since }: Among): Promise<string | null> {
  const isAmong = sql`tenant_id = current_tenant() and key > ${after} and body_sealed is not null`;
  // Those given since are found by when, and not by going over all of them in the order of their keys.
  const answers = since
    ? sql`with given as materialized (select key, body_sealed from idempotency_keys where ${isAmong} and answered_at >= ${since})
        select key, body_sealed as sealed from given`
    : sql`select key, body_sealed as sealed from idempotency_keys where ${isAmong}`;
  const { rows } = await sql<{ key: string; sealed: string }>`
    ${answers} order by key limit ${answersAtOnce}`.execute(db);
  const told = rows.filter(({ sealed }) => {
    const [body = ''] = openSecrets(ring, answerPurpose, [sealed]);
    const said = body.toLowerCase();
    return names.some((name) => said.includes(name));
  });
  if (told.length > 0)
    await sql`
      update idempotency_keys set body_sealed = '' where tenant_id = current_tenant()
        and key = any(${sql.val(told.map(({ key }) => key))}::text[])`.execute(db);
  return rows.length < answersAtOnce ? null : rows.at(-1)!.key;
}

/** Takes away every answer that names them, in one transaction. */
export async function clearAnswers(db: TenantDb, among: Omit<Among, 'after'>): Promise<void> {
  for (let after: string | null = ''; after !== null;) after = await clearSomeAnswers(db, { ...among, after });
}
