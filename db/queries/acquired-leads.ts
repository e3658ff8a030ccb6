import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** The campaign that acquired the person `p`: that of their first touch, where nobody said another one. Null: none. */
export const acquiredBy = sql<string | null>`p.source_campaign_id`;

/** How many leads this campaign acquired. */
export async function countAcquiredLeads(db: TenantDb, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('people as p')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(sql<boolean>`${acquiredBy} = ${campaignId}::uuid`)
    .executeTakeFirstOrThrow();
  return row.count;
}
