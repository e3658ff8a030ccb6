import { sql, type Selectable } from 'kysely';
import type {
  FileFormat,
  Import,
  JobStatus,
  ContentImport,
  OpportunityImport,
  PeopleImport,
  ResumePoint,
} from '../../../domain/imports/import.ts';
import { mendOf } from '../../../domain/imports/mend.ts';
import type { RowRemark } from '../../../domain/imports/batch.ts';
import type { TenantDb } from '../../connection.ts';
import type { Imports } from '../../schema.ts';
import { hasEnded, jobMove, wasMade } from '../jobs.ts';

/** What the rows of a file are, with what becomes of its columns. */
export type MappedFile =
  | Pick<PeopleImport, 'entity' | 'mapping'>
  | Pick<OpportunityImport, 'entity' | 'mapping'>
  | Pick<ContentImport, 'entity' | 'mapping'>;

/** What starts an import. */
export type NewImport = MappedFile & {
  id: string;
  fileId: string;
  fileName: string;
  fileBytes: number;
  format: FileFormat;
  dryRun: boolean;
  createdBy: string;
};

/** An import with the run of its workflow. */
export type StoredImport = Import & { runId: string | null };

/** Makes an import that waits for its workflow; false where the same request made it before. */
export async function insertImport(db: TenantDb, input: NewImport): Promise<boolean> {
  const result = await db
    .insertInto('imports')
    .values({
      ...input,
      format: JSON.parse(JSON.stringify(input.format)),
      mapping: JSON.parse(JSON.stringify(input.mapping)),
      listId: input.entity === 'people' ? input.mapping.listId : null,
    })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .executeTakeFirst();
  return wasMade(result);
}

/** One import. */
export async function findImport(db: TenantDb, id: string): Promise<StoredImport | undefined> {
  const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toImport(row);
}

/** Where an import goes on; null before its first batch. */
export async function findResumePoint(db: TenantDb, id: string): Promise<ResumePoint | null> {
  const row = await db.selectFrom('imports').select('resumeAt').where('id', '=', id).executeTakeFirst();
  return (row?.resumeAt ?? null) as ResumePoint | null;
}

/** Imports, newest first. */
export async function listImports(
  db: TenantDb,
  input: { limit: number; after: string | null },
): Promise<StoredImport[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .$if(input.after !== null, (query) => query.where('id', '<', input.after))
    .orderBy('id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(toImport);
}

/** Moves an import on if its state is one of `from`; false if it is not. Ending it deletes its keys. */
export async function markImport(
  db: TenantDb,
  id: string,
  move: { from: readonly JobStatus[]; to: JobStatus; failure?: string },
): Promise<boolean> {
  const isEnd = hasEnded(move.to);
  const result = await db
    .updateTable('imports')
    .set({ ...jobMove(move.to), ...(isEnd ? { failure: move.failure ?? null } : {}) })
    .where('id', '=', id)
    .where('status', 'in', move.from)
    .executeTakeFirst();
  if (isEnd && result.numUpdatedRows > 0n) await db.deleteFrom('importKeys').where('importId', '=', id).execute();
  return result.numUpdatedRows > 0n;
}

/** A remark about a row, as it is stored. */
export type ImportRemarkRow = Omit<RowRemark, 'emailKey' | 'value'> & { value: string | null; mend: string };

/** Remarks of an import in the order of the rows, after a row and field. */
export async function listImportRemarks(
  db: TenantDb,
  input: { importId: string; limit: number; after: [number, string] | null },
): Promise<ImportRemarkRow[]> {
  const { after } = input;
  const rows = await db
    .selectFrom('importErrors')
    .select(['rowNumber', 'field', 'severity', 'reason', 'value'])
    .where('importId', '=', input.importId)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(row_number, field) > (${after?.[0] ?? null}::bigint, ${after?.[1] ?? null}::text)`),
    )
    .orderBy('rowNumber')
    .orderBy('field')
    .limit(input.limit)
    .execute();
  return rows.map(({ rowNumber, severity, ...rest }) => ({
    ...rest,
    row: rowNumber,
    severity: severity as RowRemark['severity'],
    mend: mendOf(rest.reason),
  }));
}

function toImport(row: Selectable<Imports>): StoredImport {
  const seconds = row.startedAt && ((row.finishedAt ?? new Date()).getTime() - row.startedAt.getTime()) / 1000;
  return {
    id: row.id,
    fileId: row.fileId,
    fileName: row.fileName,
    status: row.status as JobStatus,
    dryRun: row.dryRun,
    failure: row.failure,
    ...({ entity: row.entity, mapping: row.mapping } as MappedFile),
    format: row.format as FileFormat,
    listId: row.listId,
    progress: {
      bytesRead: row.bytesRead,
      bytesTotal: row.fileBytes,
      rowsRead: row.rowsRead,
      created: row.rowsCreated,
      updated: row.rowsUpdated,
      unchanged: row.rowsUnchanged,
      duplicate: row.rowsDuplicate,
      rejected: row.rowsRejected,
      withoutConsent: row.rowsWithoutConsent,
      suppressed: row.rowsSuppressed,
      warnings: row.warnings,
      rowsPerSecond: seconds && seconds > 0 ? Math.round(row.rowsRead / seconds) : null,
    },
    runId: row.runId,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
