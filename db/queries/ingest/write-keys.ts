import { sql, type Selectable } from 'kysely';
import type { WriteKey, WriteKeyKind } from '../../../domain/write-keys/write-key.ts';
import type { TenantDb } from '../../connection.ts';
import type { WriteKeys } from '../../schema.ts';

/** What is written for a new key. */
export interface WriteKeyValues {
  id: string;
  name: string;
  kind: WriteKeyKind;
  start: string;
  keyHash: Buffer;
  origins: string[];
  consentTrait: string | null;
  createdBy: string;
  createdByName: string;
}

/** The keys of the tenant, the newest first, those that were revoked included. */
export async function listWriteKeys(db: TenantDb): Promise<WriteKey[]> {
  const rows = await db.selectFrom('writeKeys').selectAll().orderBy('id', 'desc').limit(500).execute();
  return rows.map(shown);
}

/** One key, or undefined. */
export async function findWriteKey(db: TenantDb, id: string): Promise<WriteKey | undefined> {
  const row = await db.selectFrom('writeKeys').selectAll().where('id', '=', id).executeTakeFirst();
  return row && shown(row);
}

/** Writes a key; one of this id that is there already (a repeated request) gets the new text. */
export async function insertWriteKey(db: TenantDb, values: WriteKeyValues): Promise<WriteKey> {
  const { keyHash, start } = values;
  const row = await db
    .insertInto('writeKeys')
    .values(values)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet({ keyHash, start }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return shown(row);
}

/** Changes a key at a known version (null: whichever it has); undefined where somebody was faster or it was revoked. */
export async function updateWriteKey(
  db: TenantDb,
  input: {
    id: string;
    version: number | null;
    change: Partial<Pick<WriteKeyValues, 'name' | 'origins' | 'consentTrait'>>;
  },
): Promise<WriteKey | undefined> {
  const row = await db
    .updateTable('writeKeys')
    .set({ ...input.change, version: sql<number>`version + 1` })
    .where('id', '=', input.id)
    .where('revokedAt', 'is', null)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .returningAll()
    .executeTakeFirst();
  return row && shown(row);
}

/** Revokes a key; false if there is none with that id that still works. */
export async function revokeWriteKey(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .updateTable('writeKeys')
    .set({ revokedAt: sql<Date>`now()`, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A key that works, with what using it needs. */
export interface UsableKey {
  tenantId: string;
  /** Of the tenant, in tokens. */
  tenantNumber: number;
  id: string;
  kind: WriteKeyKind;
  origins: string[];
}

/** The key of this hash that works, noted as used now (to the minute); undefined where there is none. */
export async function useWriteKey(db: TenantDb, keyHash: Buffer): Promise<UsableKey | undefined> {
  const row = await db
    .selectFrom('writeKeys as k')
    .innerJoin('tenants as t', 't.tenantId', 'k.tenantId')
    .select(['k.tenantId', 't.number as tenantNumber', 'k.id', 'k.kind', 'k.origins', 'k.lastUsedAt'])
    .where('k.keyHash', '=', keyHash)
    .where('k.revokedAt', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { lastUsedAt, ...key } = row;
  if (lastUsedAt === null || lastUsedAt.getTime() < Date.now() - 60_000) {
    await db
      .updateTable('writeKeys')
      .set({ lastUsedAt: sql<Date>`now()` })
      .where('id', '=', row.id)
      .execute();
  }
  return { ...key, kind: key.kind as WriteKeyKind };
}

function shown(row: Selectable<WriteKeys>): WriteKey {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as WriteKeyKind,
    start: row.start,
    origins: row.origins,
    consentTrait: row.consentTrait,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    version: row.version,
  };
}
