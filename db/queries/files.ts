import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** A stored file that is whole. */
export interface StoredFile {
  id: string;
  name: string;
  contentType: string;
  bytes: number;
  detected: Record<string, unknown>;
}

/** Begins a file; it does not exist for readers until `markFileComplete`. */
export async function insertFile(
  db: TenantDb,
  file: { id?: string; name: string; contentType: string; createdBy: string; retentionDays: number },
): Promise<string> {
  const { id } = await db
    .insertInto('files')
    .values({
      ...(file.id ? { id: file.id } : {}),
      name: file.name,
      contentType: file.contentType,
      createdBy: file.createdBy,
      expiresAt: sql<Date>`now() + make_interval(days => ${file.retentionDays})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Adds a piece of at most 1 MB; writing the same piece again replaces it. */
export async function insertFileChunk(
  db: TenantDb,
  chunk: { fileId: string; position: number; data: Buffer },
): Promise<void> {
  await db
    .insertInto('fileChunks')
    .values(chunk)
    .onConflict((conflict) => conflict.columns(['tenantId', 'fileId', 'position']).doUpdateSet({ data: chunk.data }))
    .execute();
}

/** Ends a file: from now on it can be read. */
export async function markFileComplete(
  db: TenantDb,
  file: { id: string; bytes: number; detected: object },
): Promise<void> {
  await db
    .updateTable('files')
    .set({ bytes: file.bytes, detected: JSON.parse(JSON.stringify(file.detected)), completedAt: new Date() })
    .where('id', '=', file.id)
    .execute();
}

/** A whole file that has not been deleted. */
export async function findFile(db: TenantDb, id: string): Promise<StoredFile | undefined> {
  const row = await db
    .selectFrom('files')
    .select(['id', 'name', 'contentType', 'bytes', 'detected'])
    .where('id', '=', id)
    .where('completedAt', 'is not', null)
    .executeTakeFirst();
  return row && { ...row, detected: (row.detected ?? {}) as Record<string, unknown> };
}

/**
 * Holds a whole file until the end of the transaction, so that an erasure takes it away before or after what is made of it; says whether
 * it is there.
 */
export async function holdFile(db: TenantDb, id: string): Promise<boolean> {
  const held = await sql`
    select 1 from files where tenant_id = current_tenant() and id = ${id} and completed_at is not null for key share`.execute(
    db,
  );
  return held.rows.length > 0;
}

/** The piece of a file in which `byte` lies; undefined behind the end. */
export async function findFileChunk(
  db: TenantDb,
  fileId: string,
  byte: number,
): Promise<{ position: number; data: Buffer } | undefined> {
  const chunk = await db
    .selectFrom('fileChunks')
    .select(['position', 'data'])
    .where('fileId', '=', fileId)
    .where('position', '<=', byte)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return chunk && chunk.position + chunk.data.length > byte ? chunk : undefined;
}

/** Takes a file away, with all its pieces. */
export async function deleteFile(db: TenantDb, id: string): Promise<void> {
  await db.deleteFrom('files').where('id', '=', id).execute();
}

/** Takes away the files whose time is over, and what remarks on their rows say; returns how many files. */
export async function deleteExpiredFiles(db: TenantDb, nowIso: string): Promise<number> {
  const expired = await db.deleteFrom('files').where('expiresAt', '<', new Date(nowIso)).executeTakeFirst();
  await clearRemarksWithoutFile(db);
  return Number(expired.numDeletedRows);
}

/** Takes what was quoted from files that are gone out of the remarks on their rows. */
export async function clearRemarksWithoutFile(db: TenantDb): Promise<void> {
  await sql`
    update import_errors e set value = null
    from imports i
    where i.tenant_id = e.tenant_id and i.id = e.import_id and i.file_id is null and i.finished_at is not null and e.value is not null
  `.execute(db);
}
