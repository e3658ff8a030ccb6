import { sql } from 'kysely';
import type { Holdings } from '../../../domain/campaigns/change-obstacle.ts';
import type { TenantDb } from '../../connection.ts';
import { liveDefinitions } from '../parts/definition-uses.ts';

/** What of a campaign hangs on its type. */
export async function findHoldings(db: TenantDb, campaignId: string): Promise<Holdings> {
  const { rows } = await sql<Holdings>`
    select
      exists (select from campaign_members where tenant_id = current_tenant() and campaign_id = ${campaignId}) as "hasMembers",
      exists (select from (${liveDefinitions()}) live where live.campaign_id = ${campaignId}
        and live.definition -> 'steps' @> '[{"kind": "setStatus"}]') as "setsStatus"`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a select without a table always gives a row');
  return row;
}
