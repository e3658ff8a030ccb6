import { withTenant, type Db } from '../../../db/connection.ts';
import { listImportRemarks, type ImportRemarkRow } from '../../../db/queries/imports/imports.ts';
import { csvLine } from '../../../domain/exports/csv-writer.ts';
import type { ImportRef } from '../../../workflows/imports/import-people.ts';

const pageRows = 5_000;

/** The remarks of an import as a CSV file, read from the database as it is downloaded. */
export function remarksCsv(db: Db, ref: ImportRef): ReadableStream<Uint8Array> {
  const lines = remarkLines(db, ref);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void lines.return(undefined),
  });
}

async function* remarkLines(db: Db, { tenantId, importId }: ImportRef): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`\ufeff${csvLine(['row', 'field', 'severity', 'reason', 'value', 'mend'])}`);
  let after: [number, string] | null = null;
  for (;;) {
    const input: Parameters<typeof listImportRemarks>[1] = { importId, limit: pageRows, after };
    const remarks: ImportRemarkRow[] = await withTenant(db, tenantId, (db) => listImportRemarks(db, input));
    const last = remarks.at(-1);
    if (!last) return;
    const text = remarks
      .map(({ row, field, severity, reason, value, mend }) => csvLine([row, field, severity, reason, value, mend]))
      .join('');
    yield encoder.encode(text);
    after = [last.row, last.field];
  }
}
