import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/**
 * The campaign that acquired the person `p`, for every figure that speaks of it: what the CRM, a file or a form said, else that of their
 * first touch, which a trigger puts there. Null: none.
 */
export const acquiredBy = sql<string | null>`p.source_campaign_id`;

/** Whether the person `p` is a marketing-qualified lead. */
export const isQualified = sql<boolean>`p.mql_at is not null`;

/** How many leads this campaign acquired, and how many of them were qualified. */
export async function countAcquiredLeads(db: TenantDb, campaignId: string): Promise<{ leads: number; mqls: number }> {
  const { rows } = await sql<{ leads: number; mqls: number }>`
    select count(*)::int as leads, count(*) filter (where ${isQualified})::int as mqls
    from people p where p.tenant_id = current_tenant() and ${acquiredBy} = ${campaignId}::uuid`.execute(db);
  return rows[0] ?? { leads: 0, mqls: 0 };
}
