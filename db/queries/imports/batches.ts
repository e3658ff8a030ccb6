import type { Batch } from '../../../domain/imports/batch.ts';
import type { ResumePoint } from '../../../domain/imports/import.ts';
import { inTransaction, type Database } from '../../connection.ts';
import { applyPeople } from './apply.ts';
import { foldFormerIds } from './former-ids.ts';
import { countResolved, recordKeys, resolvePeople, type MergeCounts, type MergeInput } from './merge.ts';
import { insertRemarks } from './remarks.ts';
import { stagePeople, type ImportSql } from './staging.ts';

/** A batch with where it begins and ends in the file. */
export interface PlacedBatch {
  tenantId: string;
  merge: MergeInput;
  dryRun: boolean;
  batch: Batch;
  from: ResumePoint;
  to: ResumePoint;
}

/** `applied`, or why not: the import was cancelled, or another worker has gone on from the same place. */
export type BatchOutcome = 'applied' | 'cancelled' | 'overtaken';

const noCounts: MergeCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  withoutConsent: 0,
  suppressed: 0,
  warnings: 0,
};

/**
 * Merges a batch, writes its remarks, adds its counts and moves the resume point, all in one transaction: a worker that dies
 * has either done the batch or not begun it. A dry run does the same but for the merge.
 */
export async function applyBatch(importer: Database, placed: PlacedBatch): Promise<BatchOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(importer.sql, async (sql) => {
        await sql`select set_config('app.tenant_id', ${placed.tenantId}, true)`;
        return await applyOnce(sql, placed);
      });
    } catch (error) {
      if (attempt >= 5 || !isRace(error)) throw error;
    }
  }
}

async function applyOnce(sql: ImportSql, { merge, dryRun, batch, from, to }: PlacedBatch): Promise<BatchOutcome> {
  const [held] = await sql<{ status: string; resume_at: ResumePoint | null }[]>`
    select status, resume_at from imports where id = ${merge.importId} for update`;
  if (held?.status !== 'running') return 'cancelled';
  if ((held.resume_at?.byte ?? from.byte) !== from.byte) return 'overtaken';
  let counts = noCounts;
  if (batch.people.length > 0) {
    await stagePeople(sql, merge.columns, batch.people);
    await resolvePeople(sql, merge);
    const folded = await foldFormerIds(sql, merge);
    if (!dryRun) await applyPeople(sql, merge);
    await recordKeys(sql, merge, dryRun);
    counts = await countResolved(sql);
    counts.warnings += folded;
  }
  await insertRemarks(sql, merge.importId, batch.remarks);
  const warnings = counts.warnings + batch.remarks.filter(({ severity }) => severity === 'warning').length;
  await sql`
    update imports set rows_read = rows_read + ${batch.rows}, rows_created = rows_created + ${counts.created},
      rows_updated = rows_updated + ${counts.updated}, rows_unchanged = rows_unchanged + ${counts.unchanged},
      rows_duplicate = rows_duplicate + ${counts.duplicate}, rows_rejected = rows_rejected + ${counts.rejected + batch.rejected},
      rows_without_consent = rows_without_consent + ${counts.withoutConsent},
      rows_suppressed = rows_suppressed + ${counts.suppressed}, warnings = warnings + ${warnings},
      bytes_read = ${to.byte}, resume_at = ${sql.json({ byte: to.byte, row: to.row })}
    where id = ${merge.importId}`;
  return 'applied';
}

/**
 * Tells the planner how many people and former ids the tenant has now. While its statistics say "one", it takes any index that begins with the
 * tenant and reads all people for each row that it looks up: one batch of 5,000 rows took 16 s instead of 0.3.
 */
export async function refreshTenantStatistics(importer: Database): Promise<void> {
  await importer.sql`analyze (skip_locked) people (tenant_id), identities (tenant_id)`;
}

/** Looks at all that an import has written, so that what follows (a send, a segment) is planned for what is there. */
export async function refreshStatistics(importer: Database): Promise<void> {
  await importer.sql`analyze (skip_locked) people, person_attributes, consents, list_people`;
}

/** Somebody else wrote the same people at the same moment: unique violation, deadlock, serialisation failure. */
export function isRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['23505', '40P01', '40001'].includes(code);
}
