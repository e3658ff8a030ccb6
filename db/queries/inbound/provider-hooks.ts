import { sql } from 'kysely';
import {
  refusalWords,
  type Provider,
  type ProviderHook,
  type Refusal,
} from '../../../domain/inbound/providers/provider.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** Whose address a token stands in. As salescompass_directory. */
export async function findHookByToken(
  directory: Db,
  tokenHash: Buffer,
): Promise<{ tenantId: string; id: string; provider: string } | undefined> {
  return directory
    .selectFrom('providerHooks')
    .select(['tenantId', 'id', 'provider'])
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
}

/** What calls of an address are verified by, sealed; undefined where the address is gone. */
export async function findHookKey(db: TenantDb, id: string): Promise<{ keySealed: string | null } | undefined> {
  return db.selectFrom('providerHooks').select('keySealed').where('id', '=', id).executeTakeFirst();
}

interface HookRow extends Omit<ProviderHook, 'createdAt' | 'lastEventAt' | 'lastRefusedAt' | 'lastRefusal'> {
  createdAt: Date;
  lastEventAt: Date | null;
  lastRefusal: string | null;
  lastRefusedAt: Date | null;
}

const columns = sql`id, provider, name, key_sealed is not null as has_key, created_at, created_by_name, events, last_event_at,
  last_refusal, last_refused_at`;

function present(row: HookRow): ProviderHook {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastEventAt: row.lastEventAt?.toISOString() ?? null,
    lastRefusal: row.lastRefusal === null ? null : (refusalWords[row.lastRefusal as Refusal] ?? row.lastRefusal),
    lastRefusedAt: row.lastRefusedAt?.toISOString() ?? null,
  };
}

/** The addresses that providers call, newest first. */
export async function listProviderHooks(db: TenantDb): Promise<ProviderHook[]> {
  const { rows } = await sql<HookRow>`
    select ${columns} from provider_hooks where tenant_id = current_tenant() order by id desc limit 500`.execute(db);
  return rows.map(present);
}

/** One of them; undefined where the tenant has none of this id. */
export async function findProviderHook(db: TenantDb, id: string): Promise<ProviderHook | undefined> {
  const { rows } = await sql<HookRow>`
    select ${columns} from provider_hooks where tenant_id = current_tenant() and id = ${id}`.execute(db);
  return rows[0] && present(rows[0]);
}

/** Writes an address; one of this id that is there already (a repeated request) gets the new token. */
export async function insertProviderHook(
  db: TenantDb,
  hook: {
    id: string;
    provider: Provider;
    name: string;
    tokenHash: Buffer;
    keySealed: string | null;
    createdByName: string;
  },
): Promise<void> {
  const { tokenHash, keySealed } = hook;
  await db
    .insertInto('providerHooks')
    .values(hook)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet({ tokenHash, keySealed }))
    .execute();
}

/** Puts another key in; false where the address is gone. */
export async function setHookKey(db: TenantDb, { id, keySealed }: { id: string; keySealed: string }): Promise<boolean> {
  const row = await db
    .updateTable('providerHooks')
    .set({ keySealed, lastRefusal: null, lastRefusedAt: null })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes an address away: whoever calls it then finds nothing. False where it is gone. */
export async function deleteProviderHook(db: TenantDb, id: string): Promise<boolean> {
  const row = await db.deleteFrom('providerHooks').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Counts events that were taken. */
export async function markHookTaken(db: TenantDb, { id, events }: { id: string; events: number }): Promise<void> {
  await sql`
    update provider_hooks set events = events + ${events}, last_event_at = now()
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
}

/** Notes why a call was refused. */
export async function markHookRefused(db: TenantDb, { id, why }: { id: string; why: Refusal }): Promise<void> {
  await sql`
    update provider_hooks set last_refusal = ${why}, last_refused_at = now()
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
}
