import type { Selectable } from 'kysely';
import type { Export, ExportInput } from '../../../domain/exports/export.ts';
import type { JobStatus } from '../../../domain/imports/import.ts';
import type { PeopleFilter } from '../../../domain/people/filter.ts';
import type { TenantDb } from '../../connection.ts';
import type { Exports } from '../../schema.ts';
import { jobMove, wasMade } from '../jobs.ts';

/** An export with the id of its file, which cannot be read before it is complete, and the run of its workflow. */
export type StoredExport = Export & { fileId: string | null; runId: string | null };

/** Makes an export that waits for its workflow; false where the same request made it before. */
export async function insertExport(
  db: TenantDb,
  input: Omit<ExportInput, 'entity'> & Pick<Export, 'entity'> & { id: string; createdBy: string; personId?: string },
): Promise<boolean> {
  const result = await db
    .insertInto('exports')
    .values({
      id: input.id,
      entity: input.entity,
      personId: input.personId ?? null,
      filter: JSON.parse(JSON.stringify(input.filter)),
      columns: input.columns as never,
      createdBy: input.createdBy,
    })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .executeTakeFirst();
  return wasMade(result);
}

/** One export. */
export async function findExport(db: TenantDb, id: string): Promise<StoredExport | undefined> {
  const row = await selectExports(db).where('exports.id', '=', id).executeTakeFirst();
  return row && toExport(row);
}

/** Exports, newest first. */
export async function listExports(
  db: TenantDb,
  input: { limit: number; after: string | null },
): Promise<StoredExport[]> {
  const rows = await selectExports(db)
    .$if(input.after !== null, (query) => query.where('exports.id', '<', input.after))
    .orderBy('exports.id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(toExport);
}

/** The newest exports of everything on one person. */
export async function listPersonExports(db: TenantDb, personId: string): Promise<StoredExport[]> {
  const rows = await selectExports(db)
    .where('exports.personId', '=', personId)
    .orderBy('exports.id', 'desc')
    .limit(20)
    .execute();
  return rows.map(toExport);
}

/** Moves an export on if its state is one of `from`; false if it is not. */
export async function markExport(
  db: TenantDb,
  id: string,
  move: {
    from: readonly JobStatus[];
    to: JobStatus;
    values?: { failure?: string; fileId?: string; rowsTotal?: number };
  },
): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set({ ...move.values, ...jobMove(move.to) })
    .where('id', '=', id)
    .where('status', 'in', move.from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Notes how many rows were written; false where the export is no longer running. */
export async function markExportProgress(db: TenantDb, id: string, rowsWritten: number): Promise<boolean> {
  const result = await db
    .updateTable('exports')
    .set({ rowsWritten })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function selectExports(db: TenantDb) {
  return db
    .selectFrom('exports')
    .leftJoin('files', (join) =>
      join
        .onRef('files.tenantId', '=', 'exports.tenantId')
        .onRef('files.id', '=', 'exports.fileId')
        .on('files.completedAt', 'is not', null),
    )
    .selectAll('exports')
    .select(['files.name as fileName', 'files.bytes as fileBytes']);
}

function toExport(row: Selectable<Exports> & { fileName: string | null; fileBytes: number | null }): StoredExport {
  return {
    id: row.id,
    entity: row.entity as Export['entity'],
    personId: row.personId,
    filter: row.filter as PeopleFilter,
    columns: row.columns as string[],
    status: row.status as JobStatus,
    failure: row.failure,
    fileId: row.fileId,
    fileName: row.fileName,
    fileBytes: row.fileBytes,
    progress: { rowsWritten: row.rowsWritten, rowsTotal: row.rowsTotal },
    runId: row.runId,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
