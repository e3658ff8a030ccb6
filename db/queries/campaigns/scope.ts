import { sql } from 'kysely';

/** Which campaigns something is asked of: null for all; with everything below them where that is asked. */
export interface CampaignScope {
  campaignIds: readonly string[] | null;
  withBelow?: boolean;
}

/** The ids of the campaigns of a scope, as a condition on a column; everything where none is named. */
export function inCampaigns(column: string, { campaignIds, withBelow = false }: CampaignScope) {
  if (campaignIds === null) return sql`true`;
  const asked = sql`${sql.val([...campaignIds])}::text[]::uuid[]`;
  if (!withBelow) return sql`${sql.ref(column)} = any(${asked})`;
  return sql`${sql.ref(column)} = any(array(
    with recursive below as (
      select id from campaigns where tenant_id = current_tenant() and id = any(${asked})
      union select c.id from campaigns c join below on c.parent_id = below.id where c.tenant_id = current_tenant())
    select id from below))`;
}
