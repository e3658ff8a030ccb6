import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** Tables whose rows are read before they are changed. */
export type HeldTable =
  | 'accounts'
  | 'attribute_definitions'
  | 'campaign_members'
  | 'campaign_types'
  | 'costs'
  | 'reports'
  | 'saved_views'
  | 'senders'
  | 'sending_domains';

/**
 * Holds a row until the end of the transaction: what is read of it after this stays until it is changed. Without it, whoever names no
 * version would be told that somebody was faster. Holds nothing where there is no such row.
 */
export async function holdRow(db: TenantDb, table: HeldTable, id: string): Promise<void> {
  await sql`select 1 from ${sql.table(table)} where tenant_id = current_tenant() and id = ${id} for no key update`.execute(
    db,
  );
}

/** Holds the id of another system until the end of the transaction, so that of two who say it for the first time one makes the thing. */
export async function holdExternalId(db: TenantDb, table: 'accounts' | 'people', externalId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${table} || ' ' || current_tenant() || ' ' || ${externalId}, 0))`.execute(
    db,
  );
}
