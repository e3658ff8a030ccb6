import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';

/** Takes away the clicks that came after a moment, until they are shown again. */
export async function hideClicks(db: TenantDb, broadcastId: string, at: Date): Promise<{ show: () => Promise<void> }> {
  const { rows } = await sql<{ id: string; at: string }>`
    with later as (select id, clicked_at from messages where tenant_id = current_tenant() and source_id = ${broadcastId}::uuid and clicked_at > ${at})
    update messages m set clicked_at = null from later
    where m.tenant_id = current_tenant() and m.id = later.id returning m.id, later.clicked_at::text as at`.execute(db);
  return {
    show: async () => {
      await sql`
        update messages m set clicked_at = kept.at
        from unnest(${sql.val(rows.map(({ id }) => id))}::uuid[], ${sql.val(rows.map((row) => row.at))}::text[]::timestamptz[]) as kept (id, at)
        where m.tenant_id = current_tenant() and m.id = kept.id`.execute(db);
    },
  };
}
