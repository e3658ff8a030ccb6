import { activityInfo, cancellationSignal, CancelledFailure, heartbeat } from '@temporalio/activity';
import { withTenant } from '../db/connection.ts';
import { insertAttribute, listAttributes } from '../db/queries/attributes.ts';
import {
  applyBatch,
  refreshStatistics,
  refreshTenantStatistics,
  type PlacedBatch,
} from '../db/queries/import-batches.ts';
import type { MergeInput } from '../db/queries/import-merge.ts';
import { findImport, findResumePoint, markImport } from '../db/queries/imports.ts';
import type { SlottedAttribute } from '../domain/attributes/attribute.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import { makeBatch } from '../domain/imports/batch.ts';
import { checkMapping } from '../domain/imports/mapping.ts';
import type { Import, ResumePoint } from '../domain/imports/import.ts';
import { imagineSlots, missingAttributes } from '../domain/imports/plan.ts';
import { planRows, type RowPlan } from '../domain/imports/row-plan.ts';
import type { ImportRef } from '../workflows/import-people.ts';
import type { ActivityDeps } from './deps.ts';
import { readRows } from './import-file.ts';

/** Rows that are merged in one transaction. */
export const importBatchRows = 5_000;

/** Counts only: what the workflow shows in the web console. */
export interface ImportSummary {
  status: Import['status'];
  rowsRead: number;
  created: number;
  updated: number;
  rejected: number;
}

/** The activities of an import. */
export function createImportActivities(deps: Pick<ActivityDeps, 'database' | 'importer' | 'log'>) {
  const { database, importer, log } = deps;

  return {
    /**
     * Reads the file from where the import has come to and merges it batch by batch, until its end or until the import is
     * cancelled. May be run again at any time, also while another one still runs: it never does a batch twice.
     */
    async importRows({ tenantId, importId }: ImportRef): Promise<void> {
      const job = await begin(tenantId, importId);
      if (!job) return;
      const { plan, found, fileId } = job;
      const merge: MergeInput = { importId, columns: plan.columns, ...mergeSettings(found) };
      const applied = (placed: PlacedBatch) => applyPlaced(placed, { tenantId, importId });
      let from = job.from;
      let batches = 0;
      // One batch is merged by the database while the next one is read here.
      let underWay: Promise<boolean> = Promise.resolve(true);
      const groups = readRows(
        database.db,
        { tenantId, fileId },
        { format: found.format, from, groupSize: importBatchRows },
      );
      for await (const { rows, next } of groups) {
        const data = found.format.header && from.row === 0 ? rows.slice(1) : rows;
        const batch = makeBatch({ key: merge.key, width: found.format.columns.length, plan }, data);
        if (!(await underWay)) return;
        throwIfCancelled();
        if (batches++ < 2) await refreshTenantStatistics(importer);
        underWay = applied({ tenantId, merge, dryRun: found.dryRun, batch, from, to: next });
        // Looked at in the next round; until then a failure must not count as unhandled.
        underWay.catch(() => {});
        from = next;
      }
      await underWay;
    },

    /** Ends an import: completed, or cancelled where that was asked. Returns its counts. */
    async endImport({ tenantId, importId }: ImportRef): Promise<ImportSummary> {
      const found = await withTenant(database.db, tenantId, async (db) => {
        await markImport(db, importId, { from: ['running'], to: 'completed' });
        await markImport(db, importId, { from: ['queued', 'cancelling'], to: 'cancelled' });
        const found = await findImport(db, importId);
        if (!found) throw notFound('import');
        return found;
      });
      const { rowsRead, created, updated, rejected } = found.progress;
      if (!found.dryRun && created + updated >= 1_000) await refreshStatistics(importer);
      return { status: found.status, rowsRead, created, updated, rejected };
    },

    /** Ends an import that cannot go on; the sentence is shown to people. What was merged before stays. */
    async failImport({ tenantId, importId, failure }: ImportRef & { failure: string }): Promise<void> {
      await withTenant(database.db, tenantId, (db) =>
        markImport(db, importId, { from: ['queued', 'running', 'cancelling'], to: 'failed', failure }),
      );
    },

    /** Asks a running import to stop after the batch it is at. */
    async requestImportCancel({ tenantId, importId }: ImportRef): Promise<boolean> {
      return withTenant(database.db, tenantId, (db) =>
        markImport(db, importId, { from: ['queued', 'running'], to: 'cancelling' }),
      );
    },
  };

  /** Merges a batch; false where the import was cancelled. */
  async function applyPlaced(placed: PlacedBatch, ref: ImportRef): Promise<boolean> {
    const outcome = await applyBatch(importer, placed);
    log.info({ tenant: ref.tenantId, import: ref.importId, row: placed.to.row, outcome }, 'import batch');
    if (outcome === 'overtaken') throw new Error('Another worker has taken this import over.');
    heartbeat({ row: placed.to.row });
    return outcome === 'applied';
  }

  async function begin(tenantId: string, importId: string) {
    return withTenant(database.db, tenantId, async (db) => {
      await markImport(db, importId, { from: ['queued'], to: 'running' });
      const found = await findImport(db, importId);
      if (found?.status !== 'running') return null;
      if (!found.fileId) throw new DomainError('not_found', 'The uploaded file is no longer kept. Upload it again.');
      checkMapping(found.mapping, found.format.columns);
      const attributes: SlottedAttribute[] = await listAttributes(db);
      const missing = missingAttributes(found.mapping, attributes);
      if (found.dryRun) attributes.push(...imagineSlots(missing, attributes));
      else for (const input of missing) attributes.push(await insertAttribute(db, input));
      const plan: RowPlan = planRows(found.mapping, found.format.columns, attributes);
      const start: ResumePoint = { byte: found.format.bom, row: 0 };
      return { found, plan, fileId: found.fileId, from: (await findResumePoint(db, importId)) ?? start };
    });
  }
}

/** The activities of an import, as workflows see them. */
export type ImportActivities = ReturnType<typeof createImportActivities>;

function mergeSettings({ mapping }: Import): Omit<MergeInput, 'importId' | 'columns'> {
  const { key, kind, listId, consent } = mapping;
  return { key, kind, listId, consent: consent && { source: consent.source, basis: consent.basis } };
}

/** A worker that shuts down stops between two batches; another one goes on. */
function throwIfCancelled(): void {
  if (cancellationSignal().aborted) throw new CancelledFailure(`attempt ${activityInfo().attempt} stopped`);
}
