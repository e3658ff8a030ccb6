import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { findByEmailKey } from '../ingest/identities.ts';

/**
 * Who has an address, held until the end of the transaction: nobody erases or merges them before it. An erasure or a merge that is under way is
 * waited for; whose record was merged then is whom it was merged into. Null where nobody has it.
 */
export async function holdByEmailKey(db: TenantDb, emailKey: string): Promise<string | null> {
  let id = (await findByEmailKey(db, emailKey))?.id ?? null;
  while (id !== null) {
    const { rows } = await sql<{ mergedInto: string | null; isGone: boolean }>`
      select merged_into, erased_at is not null as is_gone from people
      where tenant_id = current_tenant() and id = ${id} for no key update`.execute(db);
    if (rows[0]?.isGone === false) return id;
    id = rows[0]?.mergedInto ?? null;
  }
  return null;
}
