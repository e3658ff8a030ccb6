import { sql } from 'kysely';
import type { ReportShare } from '../../domain/reports/saved-report.ts';
import type { TenantDb } from '../connection.ts';

const shown = ['id', 'createdByName', 'createdAt', 'expiresAt', 'revokedAt', 'lastReadAt'] as const;

/** The links of a report, the newest first, those that do not work any more included. */
export async function listShares(db: TenantDb, reportId: string): Promise<ReportShare[]> {
  const rows = await db
    .selectFrom('reportShares')
    .select(shown)
    .where('reportId', '=', reportId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ id, createdByName, ...times }) => ({
    id,
    createdByName,
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt.toISOString(),
    revokedAt: times.revokedAt?.toISOString() ?? null,
    lastReadAt: times.lastReadAt?.toISOString() ?? null,
  }));
}

/** Makes a link that works for `days`; one of this id that is there already (a repeated request) gets the new token. */
export async function insertShare(
  db: TenantDb,
  { days, ...values }: { id: string; reportId: string; tokenHash: Buffer; createdByName: string; days: number },
): Promise<void> {
  await db
    .insertInto('reportShares')
    .values({ ...values, expiresAt: sql<Date>`now() + make_interval(days => ${days})` })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet({ tokenHash: values.tokenHash }))
    .execute();
}

/** Takes a link back; false where the report has none of this id that still works. */
export async function revokeShare(db: TenantDb, { reportId, id }: { reportId: string; id: string }): Promise<boolean> {
  const row = await db
    .updateTable('reportShares')
    .set({ revokedAt: sql<Date>`now()` })
    .where('reportId', '=', reportId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The report that a token shows and until when, noted as read now; undefined where it shows none, or no more. */
export async function markShareRead(
  db: TenantDb,
  tokenHash: Buffer,
): Promise<{ reportId: string; expiresAt: Date } | undefined> {
  return db
    .updateTable('reportShares')
    .set({ lastReadAt: sql<Date>`now()` })
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning(['reportId', 'expiresAt'])
    .executeTakeFirst();
}
