import { sql } from 'kysely';
import type { KeptQuery, ReportKind, ReportShare } from '../../../domain/reports/saved-report.ts';
import type { TenantDb } from '../../connection.ts';

const shown = [
  's.id',
  's.createdByName',
  's.createdAt',
  's.expiresAt',
  's.revokedAt',
  's.lastReadAt',
  sql<boolean>`(s.kind, s.query) is distinct from (r.kind, r.query)`.as('isOther'),
] as const;

/** What a link shows: what the report was called and asked when the link was made. */
export interface SharedReport {
  name: string;
  kind: ReportKind;
  query: KeptQuery;
}

/** The links of a report, the newest first, those that do not work any more included. */
export async function listShares(db: TenantDb, reportId: string): Promise<ReportShare[]> {
  const rows = await db
    .selectFrom('reportShares as s')
    .innerJoin('reports as r', (join) => join.onRef('r.tenantId', '=', 's.tenantId').onRef('r.id', '=', 's.reportId'))
    .select(shown)
    .where('s.reportId', '=', reportId)
    .orderBy('s.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ id, createdByName, isOther, ...times }) => ({
    id,
    createdByName,
    isOther,
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt.toISOString(),
    revokedAt: times.revokedAt?.toISOString() ?? null,
    lastReadAt: times.lastReadAt?.toISOString() ?? null,
  }));
}

/**
 * Makes a link that works for `days` and shows what the report asks now; one of this id that is there already (a repeated request) gets
 * the new token.
 */
export async function insertShare(
  db: TenantDb,
  {
    days,
    query,
    ...values
  }: SharedReport & { id: string; reportId: string; tokenHash: Buffer; createdByName: string; days: number },
): Promise<void> {
  await db
    .insertInto('reportShares')
    .values({ ...values, query: { ...query }, expiresAt: sql<Date>`now() + make_interval(days => ${days})` })
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

/** What a token shows and until when, noted as read now; undefined where it shows nothing, or no more. */
export async function markShareRead(
  db: TenantDb,
  tokenHash: Buffer,
): Promise<(SharedReport & { expiresAt: Date }) | undefined> {
  return db
    .updateTable('reportShares')
    .set({ lastReadAt: sql<Date>`now()` })
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .returning(['name', 'kind', 'query', 'expiresAt'])
    .$castTo<SharedReport & { expiresAt: Date }>()
    .executeTakeFirst();
}
