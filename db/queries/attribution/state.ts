import { sql } from 'kysely';
import type { Db, TenantDb } from '../../connection.ts';

/** Whether the tenant has any opportunity. */
export async function hasOpportunities(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('opportunities').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** How fresh the ledger is. */
export interface AttributionState {
  /** When something was last written to it; null: never. */
  lastWrittenAt: Date | null;
  /** Opportunities whose facts changed and that are still to be credited. */
  waiting: number;
  /** Of these, the ones that could not be credited and are set aside until their next try. */
  setAside: number;
  oldestWaitingAt: Date | null;
  opportunities: number;
  /** Opportunities whose amount has no exchange rate, and that are credited to nobody until it has. */
  withoutRate: number;
}

/** How fresh the ledger is, and what is left out of it. */
export async function findAttributionState(db: TenantDb): Promise<AttributionState> {
  const { rows } = await sql<AttributionState>`
    select (select written_at from attribution_entries where tenant_id = current_tenant() order by id desc limit 1) as last_written_at,
      (select count(*) from attribution_work where tenant_id = current_tenant())::int as waiting,
      (select count(*) from attribution_work where tenant_id = current_tenant() and failures > 0)::int as set_aside,
      (select min(due_at) from attribution_work where tenant_id = current_tenant()) as oldest_waiting_at,
      count(*)::int as opportunities, count(*) filter (where value_minor is null)::int as without_rate
    from opportunities where tenant_id = current_tenant() and deleted_at is null`.execute(db);
  return rows[0]!;
}

/** Tenants with opportunities that should have been credited by `nowIso`. As salescompass_directory. */
export async function listTenantsToCredit(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('attributionWork')
    .select('tenantId')
    .distinct()
    .where('dueAt', '<=', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
