import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** The campaign that acquired the person `p`, its id as text: the one that was their first touch. Null: none. */
export const acquiredBy = sql<string | null>`p.first_touch ->> 'campaignId'`;

/** How many leads say that this campaign was their first touch. */
export async function countAcquiredLeads(db: TenantDb, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('people as p')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('p.firstTouch', 'is not', null)
    .where(sql<boolean>`${acquiredBy} = ${campaignId}::text`)
    .executeTakeFirstOrThrow();
  return row.count;
}
