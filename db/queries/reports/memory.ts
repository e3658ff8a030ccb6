import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/**
 * Lets the statements of this transaction sort and hash a tenant's whole year in memory, and read by index what lies on a disk that does not
 * turn: with what suits a request about one row, a report over a hundred thousand touches would spill to files.
 */
export async function roomForReport(db: TenantDb): Promise<void> {
  await sql`select set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`.execute(db);
}
