import { cancellationSignal, CancelledFailure, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { writeFileChunks } from '../../db/file-store.ts';
import { listAttributes } from '../../db/queries/attributes.ts';
import { findExport, markExport, markExportProgress } from '../../db/queries/people/exports.ts';
import { deleteFile, insertFile, markFileComplete } from '../../db/queries/files.ts';
import { countPeople, listPeople, type ListedPerson, type PeopleListInput } from '../../db/queries/people/people.ts';
import { findPersonRecord } from '../../db/queries/people/export.ts';
import { notFound } from '../../domain/errors.ts';
import { csvLine } from '../../domain/exports/csv-writer.ts';
import { downloadDays, personColumns, type Export } from '../../domain/exports/export.ts';
import { attributeKey } from '../../domain/imports/mapping.ts';
import { fileRetentionDays } from '../../domain/imports/import.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ExportRef } from '../../workflows/people/export-people.ts';
import type { ActivityDeps } from '../deps.ts';

const pageRows = 2_000;
const maxBytes = 4 * 1024 ** 3;

/** The export was cancelled while its file was being written. */
class ExportStopped extends Error {}

/** The activities of an export. */
export function createExportActivities(
  deps: Pick<ActivityDeps, 'database'> & { mailer: Pick<ActivityDeps['mailer'], 'ring'> },
) {
  const { db } = deps.database;

  return {
    /** Writes the file from its first row; tried again, it starts a new file. */
    async exportRows(ref: ExportRef): Promise<void> {
      const { tenantId, exportId } = ref;
      const job = await withTenant(db, tenantId, (db) => beginExport(db, exportId));
      if (!job) return;
      try {
        const source = job.found.entity === 'person' ? record(ref, job) : lines(ref, job);
        const bytes = await writeFileChunks(db, { tenantId, fileId: job.fileId }, { source, maxBytes });
        await withTenant(db, tenantId, async (db) => {
          await markFileComplete(db, { id: job.fileId, bytes, detected: { encoding: 'utf-8' } });
          const end = { from: ['running' as const], to: 'completed' as const };
          // Cancelled, or given up because somebody who is in it was erased: then nobody may have the file.
          if (!(await markExport(db, exportId, end))) throw new ExportStopped();
        });
      } catch (error) {
        await withTenant(db, tenantId, (db) => deleteFile(db, job.fileId));
        if (!(error instanceof ExportStopped)) throw error;
      }
    },

    /** Ends an export that was cancelled; one that is complete stays so. */
    async endExport({ tenantId, exportId }: ExportRef): Promise<{ status: string; rowsWritten: number }> {
      return withTenant(db, tenantId, async (db) => {
        await markExport(db, exportId, { from: ['queued', 'cancelling'], to: 'cancelled' });
        const found = await findExport(db, exportId);
        if (!found) throw notFound('export');
        return { status: found.status, rowsWritten: found.progress.rowsWritten };
      });
    },

    /** Ends an export that cannot go on; the sentence is shown to people. */
    async failExport({ tenantId, exportId, failure }: ExportRef & { failure: string }): Promise<void> {
      await withTenant(db, tenantId, (db) =>
        markExport(db, exportId, { from: ['queued', 'running', 'cancelling'], to: 'failed', values: { failure } }),
      );
    },

    /** Asks a running export to stop after the page it is at. */
    async requestExportCancel({ tenantId, exportId }: ExportRef): Promise<boolean> {
      return withTenant(db, tenantId, (db) =>
        markExport(db, exportId, { from: ['queued', 'running'], to: 'cancelling' }),
      );
    },
  };

  /** Everything that is held on one person, as one document. */
  async function* record({ tenantId, exportId }: ExportRef, { found }: ExportJob): AsyncGenerator<Buffer> {
    const { personId } = found;
    const held = await withTenant(db, tenantId, async (db) => {
      await markExportProgress(db, exportId, 1);
      return personId === null ? undefined : findPersonRecord(db, personId, deps.mailer.ring);
    });
    // Erased since it was asked for: there is nothing to give.
    if (!held) throw notFound('person');
    yield Buffer.from(`${JSON.stringify(held, null, 2)}\n`);
  }

  /** The lines of the file, a page of people at a time, in the order in which people were made. */
  async function* lines({ tenantId, exportId }: ExportRef, job: ExportJob): AsyncGenerator<Buffer> {
    // The mark tells spreadsheets that what follows is UTF-8.
    yield Buffer.from(`\ufeff${csvLine(job.columns)}`);
    let written = 0;
    for (let after: readonly [string, string] | null = null; ;) {
      const { filter, createdAt: nowIso } = job.found;
      const input: PeopleListInput = { filter, nowIso, sort: 'createdAt', limit: pageRows, after };
      const people: ListedPerson[] = await withTenant(db, tenantId, (db) => listPeople(db, input));
      written += people.length;
      if (!(await withTenant(db, tenantId, (db) => markExportProgress(db, exportId, written))))
        throw new ExportStopped();
      if (cancellationSignal().aborted) throw new CancelledFailure('The worker shuts down.');
      heartbeat({ written });
      yield Buffer.from(people.map((person) => csvLine(job.columns.map((column) => valueOf(person, column)))).join(''));
      const last = people.at(-1);
      if (people.length < pageRows || !last) return;
      after = [last.place, last.id];
    }
  }
}

/** The activities of an export, as workflows see them. */
export type ExportActivities = ReturnType<typeof createExportActivities>;

interface ExportJob {
  found: Export;
  fileId: string;
  columns: string[];
}

async function beginExport(db: TenantDb, exportId: string): Promise<ExportJob | null> {
  await markExport(db, exportId, { from: ['queued'], to: 'running' });
  const found = await findExport(db, exportId);
  if (found?.status !== 'running') return null;
  const isPerson = found.entity === 'person';
  const total = isPerson ? 1 : await countPeople(db, found.filter, found.createdAt);
  const day = found.createdAt.slice(0, 10);
  const file = isPerson
    ? { name: `person-${found.personId}.json`, contentType: 'application/json', retentionDays: downloadDays }
    : { name: `people-${day}.csv`, contentType: 'text/csv; charset=utf-8', retentionDays: fileRetentionDays };
  // What an attempt wrote whose worker is gone would stay until its time.
  if (found.fileId !== null) await deleteFile(db, found.fileId);
  const fileId = await insertFile(db, { ...file, createdBy: found.createdBy });
  if (!(await markExport(db, exportId, { from: ['running'], to: 'running', values: { fileId, rowsTotal: total } }))) {
    await deleteFile(db, fileId);
    return null;
  }
  return { found, fileId, columns: isPerson ? [] : await columnsOf(db, found) };
}

async function columnsOf(db: TenantDb, { columns }: Export): Promise<string[]> {
  if (columns.length > 0) return columns;
  const attributes = await listAttributes(db);
  return [...personColumns, ...attributes.map(({ key }) => `attributes.${key}`)];
}

function valueOf(person: Person, column: string): string | number | boolean | null {
  const key = attributeKey(column);
  if (key !== null) return Object.hasOwn(person.attributes, key) ? (person.attributes[key] ?? null) : null;
  return (person as unknown as Record<string, string | number | boolean | null>)[column] ?? null;
}
