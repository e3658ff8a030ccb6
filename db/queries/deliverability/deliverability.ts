import { sql } from 'kysely';
import type { Db, TenantDb } from '../../connection.ts';

/** The last look at how a tenant's mail fares; undefined where nobody has looked yet. */
export async function findDeliverabilityLook(
  db: TenantDb,
): Promise<{ lookedAt: Date; score: number | null } | undefined> {
  return db.selectFrom('deliverabilityLooks').select(['lookedAt', 'score']).executeTakeFirst();
}

/** Keeps what a look found. */
export async function putDeliverabilityLook(
  db: TenantDb,
  look: { lookedAt: string; score: number | null },
): Promise<void> {
  await db
    .insertInto('deliverabilityLooks')
    .values(look)
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(look))
    .execute();
}

/** What asked for a look is seen to. */
export async function takeDeliverabilityWork(db: TenantDb): Promise<void> {
  await db.deleteFrom('deliverabilityWork').execute();
}

/** The domains of senders whose mail is signed. */
export async function listSignedDomains(db: TenantDb): Promise<Set<string>> {
  const rows = await db
    .selectFrom('sendingDomains as d')
    .innerJoin('dkimKeys as k', (join) =>
      join.onRef('k.tenantId', '=', 'd.tenantId').onRef('k.sendingDomainId', '=', 'd.id'),
    )
    .select('d.domain')
    .where('k.stage', '=', 'signing')
    .execute();
  return new Set(rows.map(({ domain }) => domain));
}

/** Tenants of whose mail something came back before `before` that nobody has looked at. As salescompass_directory. */
export async function listTenantsToWatch(directory: Db, before: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select tenant_id from deliverability_work where asked_at <= ${before}::timestamptz`.execute(directory);
  return rows.map(({ tenantId }) => tenantId);
}
