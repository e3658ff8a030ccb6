import { sql } from 'kysely';
import { parseEmail } from '../../../domain/people/email.ts';
import type { IdentityType } from '../../../domain/ingest/call.ts';
import type { WriteKeyKind } from '../../../domain/write-keys/write-key.ts';
import type { TenantDb } from '../../connection.ts';
import { holdBatchesOf } from '../consent/mail-frequency.ts';

/** An identify, group or alias that waits to be applied, with the key that it came by. */
export interface WaitingCall {
  id: string;
  type: IdentityType;
  attempts: number;
  call: {
    userId: string | null;
    anonymousId: string | null;
    traits: Record<string, unknown>;
    groupId: string | null;
    previousId: string | null;
  };
  key: { id: string; name: string; kind: WriteKeyKind; consentTrait: string | null };
}

/**
 * Takes up to `limit` calls that are due, in the order in which they came, and removes them in the caller's transaction. One at a time in
 * a tenant: who somebody is depends on what was said before.
 */
export async function takeIdentityCalls(db: TenantDb, limit: number): Promise<WaitingCall[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('identities ' || current_tenant(), 0))`.execute(db);
  const { rows } = await sql<WaitingCall>`
    with due as materialized (
      select id from identity_calls where tenant_id = current_tenant() and due_at <= now() order by received_at, id limit ${limit}
    ), taken as (
      delete from identity_calls c
      where c.tenant_id = current_tenant() and c.id = any(array(select id from due))
      returning c.*
    )
    select t.id, t.type, t.attempts, t.call,
      jsonb_build_object('id', k.id, 'name', k.name, 'kind', k.kind, 'consentTrait', k.consent_trait) as key
    from taken t join write_keys k on k.tenant_id = t.tenant_id and k.id = t.write_key_id
    order by t.received_at, t.id`.execute(db);
  return rows;
}

/**
 * Holds the batches of whom these calls may make one, before the first of them holds anybody: a lane and a merge hold batches before people.
 * Who is named by a user id only once another of the calls is applied may be missed: a deadlock takes that merge back, and it is tried again.
 */
export async function holdMerges(db: TenantDb, calls: readonly WaitingCall[]): Promise<void> {
  const said = calls.flatMap(({ call, key }) =>
    key.kind === 'server' && call.userId !== null
      ? [{ user_id: call.userId, former_id: call.previousId, email_key: emailKeyOf(call.traits.email) }]
      : [],
  );
  if (said.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    with said as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(said)}::text::jsonb) s(user_id text, former_id text, email_key text)),
    named as (
      select s.user_id, p.id from said s
      join people p on p.tenant_id = current_tenant() and p.external_id in (s.user_id, s.former_id)
      union
      select s.user_id, i.person_id from said s
      join identities i on i.tenant_id = current_tenant() and i.kind = 'user' and i.value in (s.user_id, s.former_id)
        and i.person_id is not null
      union
      select s.user_id, p.id from said s join people p on p.tenant_id = current_tenant() and p.email_key = s.email_key)
    select distinct id from named
    where user_id in (select user_id from named group by user_id having count(*) > 1)`.execute(db);
  if (rows.length === 0) return;
  await holdBatchesOf(
    db,
    rows.map(({ id }) => id),
  );
}

function emailKeyOf(value: unknown): string | null {
  const parsed = typeof value === 'string' && value.length <= 400 ? parseEmail(value) : null;
  return parsed && 'key' in parsed ? parsed.key : null;
}

/** Puts a call back that could not be applied, to be tried again later and later. */
export async function putBackIdentityCall(db: TenantDb, { id, type, attempts, call, key }: WaitingCall): Promise<void> {
  await db
    .insertInto('identityCalls')
    .values({
      id,
      type,
      call: JSON.parse(JSON.stringify(call)),
      writeKeyId: key.id,
      attempts: attempts + 1,
      dueAt: sql<Date>`now() + make_interval(secs => ${10 * 4 ** attempts})`,
    })
    .execute();
}

/** Does something that is taken back where it fails, without the transaction around it. */
export async function attempt(db: TenantDb, work: () => Promise<void>): Promise<{ error: unknown } | null> {
  await sql`savepoint attempt`.execute(db);
  try {
    await work();
    await sql`release savepoint attempt`.execute(db);
    return null;
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(db);
    return { error };
  }
}
