import { sql } from 'kysely';
import type { IdentityType } from '../../../domain/ingest/call.ts';
import type { WriteKeyKind } from '../../../domain/write-keys/write-key.ts';
import type { TenantDb } from '../../connection.ts';

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
