import { sql } from 'kysely';
import type { RowRemark } from '../../../domain/imports/batch.ts';
import type { ResumePoint } from '../../../domain/imports/import.ts';
import { withTenant, type Db, type TenantDb } from '../../connection.ts';
import { isRace, type BatchOutcome } from './batches.ts';
import { writeRemarks } from './remarks.ts';

/** Where the rows of a step begin and end in the file. */
export interface ImportStep {
  importId: string;
  from: ResumePoint;
  to: ResumePoint;
}

/** What the rows of a step amount to: rows = created + updated + unchanged + duplicate + rejected. */
export interface StepResult {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  duplicate: number;
  rejected: number;
  warnings: number;
  remarks: readonly RowRemark[];
}

/**
 * Does some rows of a file, writes their remarks, adds their counts and moves the resume point, all in one transaction: a worker that dies
 * has either done them or not begun.
 */
export async function applyStep(
  app: Db,
  { tenantId, ...step }: ImportStep & { tenantId: string },
  work: (db: TenantDb) => Promise<StepResult>,
): Promise<BatchOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withTenant(app, tenantId, (db) => applyOnce(db, step, work));
    } catch (error) {
      if (attempt >= 5 || !isRace(error)) throw error;
    }
  }
}

async function applyOnce(
  db: TenantDb,
  { importId, from, to }: ImportStep,
  work: (db: TenantDb) => Promise<StepResult>,
): Promise<BatchOutcome> {
  const held = await db
    .selectFrom('imports')
    .select(['status', 'resumeAt'])
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst();
  if (held?.status !== 'running') return 'cancelled';
  const resumeAt = held.resumeAt as ResumePoint | null;
  if ((resumeAt?.byte ?? from.byte) !== from.byte) return 'overtaken';
  const { remarks, ...counts } = await work(db);
  await writeRemarks(db, importId, remarks);
  const add = (column: string, count: number) => sql<number>`${sql.ref(column)} + ${count}`;
  await db
    .updateTable('imports')
    .set({
      rowsRead: add('rows_read', counts.rows),
      rowsCreated: add('rows_created', counts.created),
      rowsUpdated: add('rows_updated', counts.updated),
      rowsUnchanged: add('rows_unchanged', counts.unchanged),
      rowsDuplicate: add('rows_duplicate', counts.duplicate),
      rowsRejected: add('rows_rejected', counts.rejected),
      warnings: add('warnings', counts.warnings),
      bytesRead: to.byte,
      resumeAt: JSON.parse(JSON.stringify(to)),
    })
    .where('id', '=', importId)
    .execute();
  return 'applied';
}
