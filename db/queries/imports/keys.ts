import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** A key that a row of a file has. */
export interface MetKey {
  key: string;
  row: number;
}

/** Which of these keys rows of the same file had before. */
export async function findMet(db: TenantDb, importId: string, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select w.key from unnest(${sql.val([...new Set(keys)])}::text[]) as w (key)
    join import_keys k on k.tenant_id = current_tenant() and k.import_id = ${importId}::uuid and k.kind = 'externalId'
      and k.key_hash = hashtextextended(w.key, 0)`.execute(db);
  return new Set(rows.map(({ key }) => key));
}

/** Keeps the keys that rows have, until the import ends. */
export async function insertMet(db: TenantDb, importId: string, met: readonly MetKey[]): Promise<void> {
  await sql`
    insert into import_keys (import_id, kind, key_hash, owner_hash, row_number)
    select ${importId}::uuid, 'externalId', hashtextextended(w.key, 0), hashtextextended(w.key, 0), w.row_number::bigint
    from unnest(${sql.val(met.map(({ key }) => key))}::text[],
      ${sql.val(met.map(({ row }) => String(row)))}::text[]) as w (key, row_number)
    on conflict do nothing`.execute(db);
}
