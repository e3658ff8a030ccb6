import { sql, type Selectable } from 'kysely';
import type { KeptQuery, ReportKind, ReportSchedule } from '../../../domain/reports/saved-report.ts';
import type { TenantDb } from '../../connection.ts';
import type { Reports } from '../../schema.ts';

/** A kept report with how many links still show it. */
export interface SavedReportRow extends Omit<Selectable<Reports>, 'kind' | 'query' | 'schedule'> {
  kind: ReportKind;
  query: KeptQuery;
  schedule: ReportSchedule | null;
  openShares: number;
}

function reports(db: TenantDb) {
  return db
    .selectFrom('reports as r')
    .selectAll('r')
    .select(
      sql<number>`(select count(*) from report_shares s where s.tenant_id = r.tenant_id and s.report_id = r.id
        and s.revoked_at is null and s.expires_at > now())`.as('openShares'),
    )
    .$castTo<SavedReportRow>();
}

/** The kept reports of the tenant, by name. */
export function listSavedReports(db: TenantDb): Promise<SavedReportRow[]> {
  return reports(db).orderBy('name').orderBy('id').limit(500).execute();
}

/** One kept report, or undefined. */
export function findSavedReport(db: TenantDb, id: string): Promise<SavedReportRow | undefined> {
  return reports(db).where('r.id', '=', id).executeTakeFirst();
}

/** What is written of a report. */
export interface SavedReportValues {
  name: string;
  query: KeptQuery;
  schedule: ReportSchedule | null;
  /** When it goes out next; null where nobody gets it by mail. */
  nextAt: string | null;
}

/** Inserts a report; an existing one with this id (a repeated request) is left unchanged. */
export async function insertSavedReport(
  db: TenantDb,
  input: SavedReportValues & { id: string; kind: ReportKind; ownerId: string; ownerName: string },
): Promise<void> {
  await db
    .insertInto('reports')
    .values(asColumns(input) as never)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
}

/** Changes a report at a known version; false where somebody else was faster. */
export async function updateSavedReport(
  db: TenantDb,
  { id, version, values }: { id: string; version: number; values: Partial<SavedReportValues> },
): Promise<boolean> {
  const row = await db
    .updateTable('reports')
    .set((eb) => ({
      ...(asColumns(values) as object),
      problem: null,
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes a report, with its links; false where there is none. */
export async function deleteSavedReport(db: TenantDb, id: string): Promise<boolean> {
  const row = await db.deleteFrom('reports').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Documents go to Postgres as documents, and an absent one as null. */
function asColumns<Values extends Partial<SavedReportValues>>(values: Values) {
  const { query, schedule, ...rest } = values;
  return {
    ...rest,
    ...(query === undefined ? {} : { query: JSON.parse(JSON.stringify(query)) as unknown }),
    ...(schedule === undefined ? {} : { schedule: schedule && (JSON.parse(JSON.stringify(schedule)) as unknown) }),
  };
}
