import { activityInfo, cancellationSignal, CancelledFailure, heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { refreshStatistics } from '../../db/queries/imports/batches.ts';
import { findImport, markImport } from '../../db/queries/imports/imports.ts';
import { notFound } from '../../domain/errors.ts';
import type { Import } from '../../domain/imports/import.ts';
import type { ImportRef } from '../../workflows/imports/import-people.ts';
import { begin, type BatchPlace, type ImportDeps, type Merge } from './begin.ts';
import { readRows } from './file.ts';
import { wakeAttributionOf, wakeContentOf } from '../tenants/wake-neglected.ts';

/** Counts only: what the workflow shows in the web console. */
export interface ImportSummary {
  status: Import['status'];
  rowsRead: number;
  created: number;
  updated: number;
  rejected: number;
}

/** The activities of an import. */
export function createImportActivities(deps: ImportDeps) {
  const { database, importer, temporal, log } = deps;

  return {
    /**
     * Reads the file from where the import has come to and merges it batch by batch, until its end or until the import is
     * cancelled. May be run again at any time, also while another one still runs: it never does a batch twice.
     */
    async importRows(ref: ImportRef): Promise<void> {
      const { tenantId } = ref;
      const job = await begin(deps, ref);
      if (!job) return;
      const { format, fileId, taking } = job;
      let from = job.from;
      // One batch is merged by the database while the next one is read here.
      let underWay: Promise<boolean> = Promise.resolve(true);
      const groups = readRows(database.db, { tenantId, fileId }, { format, from, groupSize: taking.groupSize });
      for await (const { rows, next } of groups) {
        const merge = taking.read(format.header && from.row === 0 ? rows.slice(1) : rows);
        if (!(await underWay)) return;
        throwIfCancelled();
        underWay = applied(ref, merge, { from, to: next });
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
      const isMany = !found.dryRun && created + updated >= 1_000;
      if (found.entity === 'people' && isMany) await refreshStatistics(importer);
      if (found.entity === 'opportunities' && !found.dryRun) await wakeAttributionOf(temporal, tenantId);
      if (found.entity === 'content' && !found.dryRun && created + updated > 0) await wakeContentOf(temporal, tenantId);
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
  async function applied(ref: ImportRef, merge: Merge, place: BatchPlace): Promise<boolean> {
    const outcome = await merge(place);
    log.info({ tenant: ref.tenantId, import: ref.importId, row: place.to.row, outcome }, 'import batch');
    if (outcome === 'overtaken') throw new Error('Another worker has taken this import over.');
    heartbeat({ row: place.to.row });
    return outcome === 'applied';
  }
}

/** The activities of an import, as workflows see them. */
export type ImportActivities = ReturnType<typeof createImportActivities>;

/** A worker that shuts down stops between two batches; another one goes on. */
function throwIfCancelled(): void {
  if (cancellationSignal().aborted) throw new CancelledFailure(`attempt ${activityInfo().attempt} stopped`);
}
